import { expect, test } from "bun:test"
import type { Summary } from "../../../src/api/desk/protocol.ts"
import { frames } from "../testing/asked.ts"
import { busy, message, summary, type Told } from "../testing/desk-day.ts"
import { listOf } from "./select.ts"
import { MOST_ENDED } from "./state.ts"

const COLLEAGUE = { number: 3, name: "Linus" }

/** Conversations that end one after the other, from this number on. */
function end(told: Told, from: number, count: number, change: Partial<Summary> = {}): Told {
  const ended = Array.from({ length: count }, (_, i) => {
    const at = new Date(Date.UTC(2027, 0, 1) + (from + i) * 60_000).toISOString()
    const lastMessage = { seq: 1, from: "bot" as const, text: "Bye.", at }
    return summary(from + i, `Customer ${from + i}`, {
      status: "closed",
      agent: null,
      lastMessage,
      ...change,
    })
  })
  for (const one of ended) told.frame({ type: "conversations", payload: { conversations: [one] } })
  return told
}

const numbers = (told: Told, tab: "mine" | "ended") => listOf(told.state, tab).map(({ number }) => number)

test("a console that is open for weeks knows the newest of those that ended, and no others", () => {
  const told = busy()
  const open = [...told.state.conversations.keys()]
  end(told, 1_000, 30 * MOST_ENDED)
  expect(told.state.conversations.size).toBeLessThanOrEqual(open.length + 2 * MOST_ENDED)
  expect([...told.state.conversations.keys()]).toEqual(expect.arrayContaining(open))
  const newest = Array.from({ length: MOST_ENDED }, (_, i) => 1_000 + 30 * MOST_ENDED - 1 - i)
  expect(numbers(told, "ended").slice(0, MOST_ENDED)).toEqual(newest)
})

test("what others end takes nothing of the agent's own", () => {
  const told = end(busy(), 1_000, 5, { agent: { number: 2, name: "Grace Hopper" } })
  end(told, 2_000, 3 * MOST_ENDED, { agent: COLLEAGUE })
  expect(numbers(told, "mine")).toEqual(expect.arrayContaining([1_000, 1_001, 1_002, 1_003, 1_004]))
})

test("what is looked at, written in or on its way stays, however long ago it ended", () => {
  const told = end(busy(), 100, 4, { agent: COLLEAGUE })
  const open = (number: number) => {
    told.type("4g")
    while (told.state.selected !== number) told.type("j")
  }
  open(100)
  told.type("nunfinished<escape>")
  open(101)
  told.type("non its way<enter><escape>")
  open(102)
  end(told, 1_000, 3 * MOST_ENDED)
  expect(told.state.conversations.has(103)).toBe(false)
  expect(told.state.details.has(103)).toBe(false)
  expect([100, 101, 102].map((number) => told.state.conversations.has(number))).toEqual([true, true, true])
})

test("one that was forgotten is there again when it is opened", () => {
  const told = end(busy(), 100, 1, { agent: COLLEAGUE })
  end(told, 1_000, 3 * MOST_ENDED)
  expect(told.state.conversations.has(100)).toBe(false)
  const hits = [
    {
      conversation: 100,
      seq: 1,
      type: "message",
      customer: { ref: "u-1", name: "Ada" },
      from: "customer",
      at: "",
      excerpt: [],
    },
  ]
  told.type("sbye<enter>").happen({
    type: "result",
    call: { what: "search", query: "bye" },
    value: { hits, more: false },
  })
  told.asked()
  told.type("<enter>")
  expect(frames(told.asked())).toContainEqual({ type: "follow", payload: { conversation: 100, after: 0 } })
  told.frame({ type: "event", payload: { conversation: 100, event: message(1, "customer", "Ada", "Hi") } })
  expect(told.state.threads.get(100)?.events).toHaveLength(1)
})
