import { expect, test } from "bun:test"
import pino from "pino"
import type { Conversation, ConversationEvent } from "../core/conversations/conversation.ts"
import { AnswerQueue, type AnswerTask } from "./answer-queue.ts"
import { takeUpFailedQuestions } from "./failed-questions.ts"

const SILENT = pino({ level: "silent" })

test("a question that was given up is asked again while an answer is owed, and no longer", async () => {
  const conversation = { id: 1, partnerId: "p", publicId: "cs_1" } as Conversation
  const task: AnswerTask = { conversation, question: { conversationId: 1, seq: 3 } as ConversationEvent }
  const answered = Promise.withResolvers<void>()
  const asked: number[] = []
  let isAway = true
  let looks = 0
  const answers = new AnswerQueue(
    async ({ question }) => {
      asked.push(question.seq)
      if (isAway) throw new Error("The model is away.")
      answered.resolve()
    },
    SILENT,
    { onGivenUp: (given) => failed.note(given), pausesMs: [1] },
  )
  const failed = takeUpFailedQuestions({
    async owed() {
      if (++looks === 1) throw new Error("The database restarts.")
      isAway = looks < 4
      return [task]
    },
    answers,
    log: SILENT,
    everyMs: 1,
  })
  answers.add(task)
  await answered.promise
  // Twice each time, but for the last, after which it is looked at no more.
  expect({ asked: asked.length, looks }).toEqual({ asked: 7, looks: 4 })
  await failed.stop()
  await answers.stop()
})

test("one conversation that cannot be looked at keeps none of the others from their answer", async () => {
  const taskOf = (id: number): AnswerTask => ({
    conversation: { id, partnerId: "p", publicId: `cs_${id}` } as Conversation,
    question: { conversationId: id, seq: 1 } as ConversationEvent,
  })
  const answered = Promise.withResolvers<number>()
  const answers = new AnswerQueue(async ({ conversation }) => answered.resolve(conversation.id), SILENT)
  const failed = takeUpFailedQuestions({
    async owed({ id }) {
      if (id === 1) throw new Error("It cannot be read.")
      return [taskOf(id)]
    },
    answers,
    log: SILENT,
    everyMs: 1,
  })
  for (const id of [1, 2]) failed.note(taskOf(id))
  expect(await answered.promise).toBe(2)
  await failed.stop()
  await answers.stop()
})
