import { expect, test } from "bun:test"
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
