import { expect, test } from "bun:test"
import fc from "fast-check"
import type { ConversationEvent } from "../../core/conversations/conversation.ts"
import { RecentEvents } from "./recent-events.ts"

function written(conversationId: number, seq: number, size = 10) {
  const event: ConversationEvent = {
    conversationId,
    seq,
    type: "message",
    sender: { kind: "customer", id: "visitor-1" },
    clientId: undefined,
    text: `${conversationId}/${seq}`,
    data: undefined,
    at: 0,
  }
  return { id: conversationId * 1_000 + seq, key: null, size, event }
}

test("what is told is all that came after a number, however many write and are forgotten", () => {
  const step = fc.record({ of: fc.integer({ min: 1, max: 4 }), forget: fc.nat(9).map((n) => n === 0) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 120 }), fc.nat(60), (steps, back) => {
      const recent = new RecentEvents()
      const lastSeqs = new Map<number, number>()
      for (const { of, forget } of steps) {
        const seq = (lastSeqs.get(of) ?? 0) + 1
        // Written by another way, and never told here.
        if (forget) recent.forget(of)
        else recent.add(written(of, seq))
        lastSeqs.set(of, seq)
      }
      for (const [of, lastSeq] of lastSeqs) {
        const seq = Math.max(0, lastSeq - back)
        const told = recent.after(of, seq, lastSeq)
        if (told) expect(told.map((event) => event.seq)).toEqual(numbersFrom(seq + 1, lastSeq))
      }
    }),
  )
})

test("who missed a few is told, who missed many is not", () => {
  const recent = new RecentEvents()
  for (let seq = 1; seq <= 100; seq++) recent.add(written(1, seq))
  expect(recent.after(1, 90, 100)?.map(({ text }) => text)).toEqual(
    numbersFrom(91, 100).map((seq) => `1/${seq}`),
  )
  expect(recent.after(1, 100, 100)).toEqual([])
  expect(recent.after(1, 5, 100)).toBeUndefined()
  expect(recent.after(2, 0, 3)).toBeUndefined()
})

test("the longest remembered go when it becomes too much", () => {
  const recent = new RecentEvents()
  for (let of = 1; of <= 20; of++) recent.add(written(of, 1, 1_000_000))
  const remembered = numbersFrom(1, 20).filter((of) => recent.after(of, 0, 1))
  expect(remembered).toEqual(numbersFrom(14, 20))
})

function numbersFrom(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, i) => first + i)
}
