import { expect, test } from "bun:test"
import { shareOfSquare } from "../../test/growth.ts"
import { layoutOf } from "./layout.ts"
import type { State } from "./state/state.ts"
import { createStore } from "./store.ts"
import { at, message, online, summary } from "./testing/desk-day.ts"
import { composerLines } from "./views/composer-lines.ts"
import { threadLines } from "./views/thread-lines.ts"

/** What is the same for 8 times as much is 1/64 of the square, what is proportional to it 1/8. */
const INDEPENDENT = 0.06

function talkOf(messages: number): State {
  const told = online().frame({
    type: "conversations",
    payload: { conversations: [summary(7, "Ada", { lastSeq: messages })] },
  })
  for (let seq = 1; seq <= messages; seq++) {
    const event = message(seq, seq % 2 ? "customer" : "agent", "Ada", `Line ${seq}`, {
      at: at(messages - seq),
    })
    told.frame({ type: "event", payload: { conversation: 7, event } })
  }
  return told.state
}

function pressing(initial: State) {
  const store = createStore({ initial, newId: () => "id", run() {} })
  const draw = () => {
    const state = store.get()
    const { thread, body, composer, suggestion } = layoutOf(state)
    composerLines(state, thread, composer)
    threadLines(state, thread, body - composer - suggestion)
  }
  const press = (name: string) => {
    store.happen({ type: "key", key: { name, text: name.length === 1 ? name : undefined } })
    draw()
  }
  return { store, draw, press }
}

const often = (work: () => void) => () => {
  for (let times = 0; times < 100; times++) work()
}

test("a letter costs the same at the top of a conversation of any length", async () => {
  const share = await shareOfSquare((times) => {
    const { press } = pressing(talkOf(500 * times))
    for (const key of ["l", "g", "r"]) press(key)
    return often(() => press("a"))
  })
  expect(share).toBeLessThan(INDEPENDENT)
})

test("a picture costs the same below a draft of any length", async () => {
  const share = await shareOfSquare((times) => {
    const { store, draw, press } = pressing(talkOf(3))
    press("r")
    store.happen({ type: "paste", text: "größer und öfter\n".repeat(500 * times) })
    return often(draw)
  })
  expect(share).toBeLessThan(INDEPENDENT)
})
