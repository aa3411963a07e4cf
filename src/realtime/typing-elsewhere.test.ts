import { afterEach, beforeEach, describe, expect, jest, test } from "bun:test"
import type { Signal } from "./hub.ts"
import { TypingElsewhere } from "./typing-elsewhere.ts"

function typing(id: number, isTyping: boolean, by: Signal["by"] = "customer", name?: string): Signal {
  return {
    conversation: {
      id,
      number: id,
      partnerId: "partner-1",
      customerId: id,
      status: "active",
      handler: "person",
      agentId: 2,
    },
    kind: "typing",
    by,
    senderId: by === "customer" ? "jane@acme.example" : "agent-2",
    data: { ...(name && { name }), isTyping },
  }
}

/** A server that says who types, and another one that hears it. */
function scene() {
  const said: string[] = []
  const heard: Signal[] = []
  let isDown = false
  const there = new TypingElsewhere({ say: async () => {}, typing: (signal) => void heard.push(signal) })
  const here = new TypingElsewhere({
    async say(text) {
      if (isDown) throw new Error("away")
      said.push(text)
      there.heard(text)
    },
    typing() {},
  })
  return { said, heard, here, there, down: (is: boolean) => (isDown = is) }
}

async function pass(ms: number): Promise<void> {
  jest.advanceTimersByTime(ms)
  for (let i = 0; i < 20; i++) await Promise.resolve()
}

describe("who types", () => {
  beforeEach(() => void jest.useFakeTimers())
  afterEach(() => void jest.useRealTimers())

  test("is told at once, with whom it concerns and without the customer's own id", () => {
    const { here, heard, said } = scene()
    here.tell(typing(7, true))
    expect(heard).toEqual([{ ...typing(7, true), senderId: "customer" }])
    expect(said.join()).not.toContain("jane")
  })

  test("is told four times a second at most, and what is true in the end is told", async () => {
    const { here, heard, said } = scene()
    for (let ms = 0; ms < 1_000; ms += 10) {
      here.tell(typing(7, ms % 20 === 0))
      await pass(10)
    }
    await pass(250)
    expect(said.length).toBeLessThanOrEqual(5)
    expect(heard.at(-1)?.data.isTyping).toBe(false)
  })

  test("of very many the newest are told, in parts that Postgres takes", async () => {
    const { here, heard, said } = scene()
    here.tell(typing(1, true))
    for (let id = 2; id < 2_000; id++) here.tell(typing(id, true, "agent", "Ünïcödé".repeat(10)))
    await pass(250)
    expect(heard).toHaveLength(501)
    expect(heard.at(-1)?.conversation.id).toBe(1_999)
    expect(Math.max(...said.map((text) => Buffer.byteLength(text)))).toBeLessThan(7_500)
  })

  test("is forgotten where it cannot be said, and told again when it can", async () => {
    const { here, heard, down } = scene()
    down(true)
    here.tell(typing(7, true))
    await pass(250)
    down(false)
    here.tell(typing(8, true))
    await pass(250)
    expect(heard.map(({ conversation }) => conversation.id)).toEqual([8])
  })
})

test("what another version says in another form is nobody's typing", () => {
  const { there, heard } = scene()
  for (const text of ["", "?", "{", "7", "[1,null,{}]", '[{"to":{"id":1},"by":"customer"}]', "{}"])
    there.heard(text)
  expect(heard).toEqual([])
})

test("what is written while it is typed is not told", () => {
  const { here, said } = scene()
  here.tell({ ...typing(7, true, "bot"), kind: "stream", data: { answerId: "a", text: "Secret" } })
  expect(said).toEqual([])
})
