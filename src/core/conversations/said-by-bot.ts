import type { AnswerNote, ConversationEvent } from "./conversation.ts"

/** What a bot's message says of the answer that it is; undefined of any other event. */
export function answerNoteOf({ data }: Pick<ConversationEvent, "data">): AnswerNote | undefined {
  return data?.answer as AnswerNote | undefined
}

/** The name of the intent that the bot took the customer's words for; undefined where it noted none. */
export function intentNameOf({ data }: Pick<ConversationEvent, "data">): unknown {
  return (data?.intent as { name?: unknown } | undefined)?.name
}
