import { isUnsure } from "../answer.ts"
import type { ConversationEvent } from "./conversation.ts"
import { answerNoteOf, intentNameOf } from "./said-by-bot.ts"

/** What a customer wanted besides an answer, as the bot took it. */
export interface Wishes {
  appointment: boolean
  /** Also where nobody was there to be had. */
  person: boolean
}

/** Reads them out of a conversation's messages. That the bot was not sure is nobody's wish for a person. */
export function wishesIn(events: readonly Pick<ConversationEvent, "type" | "data">[]): Wishes {
  const messages = events.filter(({ type }) => type === "message")
  const isTakenFor = (name: string) => messages.some((message) => intentNameOf(message) === name)
  const reasons = messages.flatMap((message) => answerNoteOf(message)?.escalation?.reason ?? [])
  return {
    appointment: isTakenFor("booking"),
    person: isTakenFor("human") || reasons.some((reason) => !isUnsure(reason)),
  }
}
