import type { Logger } from "../log.ts"
import type { AnswerQueue, AnswerTask } from "./answer-queue.ts"
import { type Repetition, repeat } from "./repeat.ts"

const LOOK_MS = 5_000
/** A server that lives has answered by then, or is about to, beside what models and chatbots may take. */
export const LEFT_AFTER_MS = 20_000

export interface LeftQuestionsOptions {
  /** Questions of conversations in which nothing has happened since then, in their order. */
  unanswered(quietSince: Date): Promise<readonly AnswerTask[]>
  answers: Pick<AnswerQueue, "add" | "has">
  log: Pick<Logger, "error">
}

/**
 * Takes up what another server was to answer and has not: it may be gone for good. Where it is only slow, both make the
 * answer and one is given.
 */
export function takeUpLeftQuestions({ unanswered, answers, log }: LeftQuestionsOptions): Repetition {
  /** The last question that was taken up, by conversation: one that fails here is not tried for ever. */
  const taken = new Map<number, number>()
  return repeat(LOOK_MS, async () => {
    try {
      const left = await unanswered(new Date(Date.now() - LEFT_AFTER_MS))
      const found = new Set(left.map(({ conversation }) => conversation.id))
      const own = new Set([...found].filter((id) => answers.has(id)))
      for (const id of taken.keys()) if (!found.has(id)) taken.delete(id)
      for (const task of left) {
        const { conversation, question } = task
        if (own.has(conversation.id) || question.seq <= (taken.get(conversation.id) ?? 0)) continue
        taken.set(conversation.id, question.seq)
        answers.add(task)
      }
    } catch (err) {
      log.error({ err }, "questions that another server left could not be looked for")
    }
    return LOOK_MS
  })
}
