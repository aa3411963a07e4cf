import type { AnswerNote, ConversationEvent } from "./conversation.ts"

/** What a customer wanted besides an answer, as the bot took it. */
export interface Wishes {
  appointment: boolean
  /** Also where nobody was there to be had. */
  person: boolean
}

const UNSURE: ReadonlySet<string> = new Set(["low_confidence", "no_results"])

/** Reads them out of a conversation's messages. That the bot was not sure is nobody's wish for a person. */
export function wishesIn(events: readonly Pick<ConversationEvent, "type" | "data">[]): Wishes {
  const messages = events.filter(({ type }) => type === "message")
  const isTakenFor = (name: string) =>
    messages.some(({ data }) => (data?.intent as { name?: unknown } | undefined)?.name === name)
  const reasons = messages.flatMap(
    ({ data }) => (data?.answer as AnswerNote | undefined)?.escalation?.reason ?? [],
  )
  return {
    appointment: isTakenFor("booking"),
    person: isTakenFor("human") || reasons.some((reason) => !UNSURE.has(reason)),
  }
}
