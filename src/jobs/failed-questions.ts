import type { Conversation } from "../core/conversations/conversation.ts"
import type { Logger } from "../log.ts"
import type { AnswerQueue, AnswerTask } from "./answer-queue.ts"
import { repeat } from "./repeat.ts"

/** What an answer fails of mostly passes: a model's endpoint that is away, a database that restarts. */
const LOOK_MS = 30_000

export interface FailedQuestionsOptions {
  /** Questions of a conversation that are to be answered still, in their order. */
  owed(conversation: Conversation): Promise<readonly AnswerTask[]>
  answers: Pick<AnswerQueue, "add" | "has">
  log: Pick<Logger, "error">
  everyMs?: number
}

/** Takes up what was given up here, for as long as an answer is owed: without a restart nobody else would. */
export function takeUpFailedQuestions({ owed, answers, log, everyMs = LOOK_MS }: FailedQuestionsOptions) {
  const failed = new Map<number, Conversation>()
  const looking = repeat(everyMs, async () => {
    for (const [id, conversation] of failed) {
      if (answers.has(id)) continue
      failed.delete(id)
      try {
        for (const task of await owed(conversation)) answers.add(task)
      } catch (err) {
        // Behind the others: the next look begins with them.
        failed.set(id, conversation)
        log.error(
          { err, session: conversation.publicId },
          "a question without an answer could not be taken up",
        )
        return everyMs
      }
    }
    return everyMs
  })
  return {
    note({ conversation }: AnswerTask): void {
      failed.set(conversation.id, conversation)
    },
    stop: () => looking.stop(),
  }
}
