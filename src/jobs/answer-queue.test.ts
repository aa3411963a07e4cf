import { expect, test } from "bun:test"
import pino from "pino"
import type { Conversation, ConversationEvent } from "../core/conversations/conversation.ts"
import { ChatdError } from "../core/errors.ts"
import { AnswerQueue, type AnswerTask } from "./answer-queue.ts"

const SILENT = pino({ level: "silent" })

function task(partnerId: string, conversation: number, seq = 1): AnswerTask {
  return {
    conversation: { id: conversation, partnerId, publicId: `cs_${conversation}` } as Conversation,
    question: { conversationId: conversation, seq } as ConversationEvent,
  }
}

test("a partner whose answers hang holds up no other, and its own go on when they can", async () => {
  const hang = Promise.withResolvers<void>()
  const answered: string[] = []
  const all = Promise.withResolvers<void>()
  const other = Promise.withResolvers<void>()
  let working = 0
  let most = 0
  const queue = new AnswerQueue(async ({ conversation: { id, partnerId } }) => {
    if (partnerId === "slow") {
      most = Math.max(most, ++working)
      await hang.promise
      working--
    } else other.resolve()
    answered.push(`${partnerId} ${id}`)
    if (answered.length === 301) all.resolve()
  }, SILENT)
  for (let i = 0; i < 300; i++) queue.add(task("slow", i))
  queue.add(task("quick", 1_000))
  await other.promise
  hang.resolve()
  await all.promise
  expect(most).toBe(24)
  expect(new Set(answered).size).toBe(301)
  await queue.stop()
})

test("within a conversation answers are made in order, one at a time", async () => {
  const seen: number[] = []
  const done = Promise.withResolvers<void>()
  let working = 0
  const queue = new AnswerQueue(async ({ question }) => {
    expect(++working).toBe(1)
    await new Promise((resolve) => setImmediate(resolve))
    working--
    seen.push(question.seq)
    if (seen.length === 20) done.resolve()
  }, SILENT)
  for (let seq = 1; seq <= 20; seq++) queue.add(task("one", 1, seq))
  await done.promise
  expect(seen).toEqual(Array.from({ length: 20 }, (_, i) => i + 1))
  await queue.stop()
})

test("a question that was erased before its answer is left, without a word and without another attempt", async () => {
  const lines: string[] = []
  let attempts = 0
  const done = Promise.withResolvers<void>()
  const queue = new AnswerQueue(
    async ({ question: { seq } }) => {
      if (seq === 2) return done.resolve()
      attempts++
      throw new ChatdError("not_found", "There is no such conversation.")
    },
    pino({ level: "warn" }, { write: (line) => void lines.push(line) }),
  )
  queue.add(task("acme", 1, 1))
  queue.add(task("acme", 1, 2))
  await done.promise
  await queue.stop()
  expect({ attempts, lines }).toEqual({ attempts: 1, lines: [] })
})

test("where all places are taken partners take turns with those that come free", async () => {
  const hanging: (() => void)[] = []
  const begun: string[] = []
  const queue = new AnswerQueue(({ conversation: { partnerId } }) => {
    begun.push(partnerId)
    return new Promise<void>((resolve) => void hanging.push(resolve))
  }, SILENT)
  const partners = Array.from({ length: 9 }, (_, i) => `partner ${i}`)
  for (const [i, partner] of partners.entries())
    for (let one = 0; one < 30; one++) queue.add(task(partner, 100 * i + one))
  expect(begun).toHaveLength(192)
  expect(begun).not.toContain("partner 8")
  for (let i = 0; i < 2; i++) {
    hanging.shift()?.()
    await new Promise((resolve) => setImmediate(resolve))
  }
  expect(begun.slice(192)).toEqual(["partner 0", "partner 8"])
  const stopped = queue.stop()
  for (const end of hanging) end()
  await stopped
  expect(begun).toHaveLength(194)
})

test("an answer that fails while the server stops is not tried again there", async () => {
  let attempts = 0
  const failed = Promise.withResolvers<void>()
  const queue = new AnswerQueue(async () => {
    attempts++
    failed.resolve()
    throw new Error("The database is away.")
  }, SILENT)
  queue.add(task("acme", 1))
  await failed.promise
  await queue.stop()
  expect(attempts).toBe(1)
})
