import { expect, test } from "bun:test"
import type { Effect } from "./state/effect.ts"
import type { State } from "./state/state.ts"
import { createStore } from "./store.ts"
import { at, message, online, summary } from "./testing/desk-day.ts"
import { drawn } from "./testing/drawn.tsx"

function openedThread(): State {
  const told = online(80, 24).frame({
    type: "conversations",
    payload: {
      conversations: [summary(7, "Ada", { agent: { number: 2, name: "Grace Hopper" }, lastSeq: 60 })],
    },
  })
  for (let seq = 1; seq <= 60; seq++)
    told.frame({
      type: "event",
      payload: {
        conversation: 7,
        event: message(seq, "customer", "Ada", `Line ${seq}`, { at: at(70 - seq) }),
      },
    })
  return told.state
}

/** What is on the screen after these keys. */
function pressing(initial: State) {
  const store = createStore({ initial, newId: () => "id", run() {} })
  return async (keys: readonly string[]) => {
    for (const name of keys)
      store.happen({ type: "key", key: { name, text: name.length === 1 ? name : undefined } })
    return (await drawn(store.get())).text()
  }
}

test.each([
  ["a thread", ["l", "g"], "j"],
  ["the keys", ["?", ...Array.from({ length: 40 }, () => "space")], "k"],
])("%s that was scrolled to its end moves with the next key the other way", async (_, to, back) => {
  const press = pressing(openedThread())
  const before = await press([])
  const end = await press(to)
  expect(end).not.toBe(before)
  expect(await press([back])).not.toBe(end)
})

test("what is read further up stays where it is while more is said below", async () => {
  const effects: Effect[] = []
  const store = createStore({
    initial: openedThread(),
    newId: () => "id",
    run: (effect) => void effects.push(effect),
  })
  const press = (name: string) => store.happen({ type: "key", key: { name, text: undefined } })
  const thread = async () => {
    const lines = (await drawn(store.get())).lines()
    return lines.filter((line) => line.includes("Line ")).map((line) => line.slice(27))
  }
  const drawnAgain = () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const forget = store.subscribe(() => {
      forget()
      resolve()
    })
    return promise
  }
  press("l")
  press("pageup")
  const before = await thread()
  const typing = { conversation: 7, by: "customer", name: "Ada", isTyping: true } as const
  store.happen({ type: "frame", frame: { type: "typing", payload: typing } })
  for (let seq = 61; seq <= 70; seq++) {
    const event = message(seq, "customer", "Ada", `Line ${seq} that is\nof two lines`, { at: at(0) })
    store.happen({ type: "frame", frame: { type: "event", payload: { conversation: 7, event } } })
    if (seq % 5 === 0) await drawnAgain()
    expect(await thread()).toEqual(before)
  }
  press("up")
  expect((await thread()).slice(1)).toEqual(before.slice(0, -1))
  press("G")
  expect((await thread()).at(-1)).toContain("Line 70")
})

test("what a search found is brought before the agent once its conversation is there, marked, with the way to its end", async () => {
  const told = online(80, 24)
    .frame({ type: "conversations", payload: { conversations: [summary(3, "Mary"), summary(7, "Ada")] } })
    .type("sparcel<enter>")
  const hit = {
    conversation: 7,
    seq: 20,
    type: "message",
    from: "customer",
    at: at(40),
    excerpt: [],
  } as const
  told.happen({
    type: "result",
    call: { what: "search", query: "parcel" },
    value: { hits: [{ ...hit, customer: { ref: "u-7", name: "Ada" } }], more: false },
  })
  const store = createStore({ initial: told.state, newId: () => "id", run() {} })
  const press = (name: string) => store.happen({ type: "key", key: { name, text: undefined } })
  const line = (seq: number) => message(seq, "customer", "Ada", `Line ${seq}`, { at: at(70 - seq) })
  const come = (from: number, to: number) => {
    for (let seq = from; seq <= to; seq++)
      store.happen({
        type: "frame",
        frame: { type: "event", payload: { conversation: 7, event: line(seq) } },
      })
  }
  const screen = async () => (await drawn(store.get())).text()
  store.happen({
    type: "frame",
    frame: { type: "conversations", payload: { conversations: [summary(7, "Ada", { lastSeq: 60 })] } },
  })
  press("enter")
  come(1, 40)
  press("ctrl+l")
  come(41, 60)
  press("ctrl+l")
  const shown = await screen()
  expect(shown).toMatch(/│▌ +Line 20/)
  expect(shown).toContain("Line 15")
  expect(shown).toMatch(/↓ \d+ lines below, G shows them/)
  press("G")
  expect(await screen()).toContain("Line 60")
  press("g")
  expect(await screen()).toMatch(/Line 1\n/)
})

test("what is read further up stays where it is when the window gets another width", async () => {
  const told = online(120, 24).frame({
    type: "conversations",
    payload: { conversations: [summary(7, "Ada", { lastSeq: 60 })] },
  })
  for (let seq = 1; seq <= 60; seq++) {
    const event = message(seq, "customer", "Ada", `Line ${seq} ${"says what it says ".repeat(12)}`, {
      at: at(70 - seq),
    })
    told.frame({ type: "event", payload: { conversation: 7, event } })
  }
  const store = createStore({ initial: told.state, newId: () => "id", run() {} })
  for (const name of ["l", "pageup", "pageup", "pageup"])
    store.happen({ type: "key", key: { name, text: undefined } })
  const first = async () => /Line (\d+)/.exec((await drawn(store.get())).text())?.[1]
  const before = await first()
  for (const columns of [80, 60, 200]) {
    store.happen({ type: "resize", size: { columns, rows: 24 } })
    expect(Math.abs(Number(await first()) - Number(before))).toBeLessThanOrEqual(1)
  }
  store.happen({ type: "key", key: { name: "G", text: undefined } })
  store.happen({ type: "resize", size: { columns: 120, rows: 24 } })
  store.happen({ type: "key", key: { name: "pageup", text: undefined } })
  expect((await drawn(store.get())).text()).toContain("Line 57 ")
})
