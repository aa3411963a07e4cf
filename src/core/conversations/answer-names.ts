import type { ConversationEvent } from "./conversation.ts"
import type { EventName } from "./log.ts"
import { BOT } from "./senders.ts"

const ANSWER_NAME = /^answer:(\d+)$/

/** What the bot calls its answer to a message. */
export function answerName(questionSeq: number): string {
  return `answer:${questionSeq}`
}

/** What it calls its word that nobody is there to read a message: should the bot be left the message, it has no answer yet. */
export function absenceName(questionSeq: number): string {
  return `absence:${questionSeq}`
}

/** The bot's name for its answer to a message, by which it is stored once. */
export function eventNameOf({ seq }: Pick<ConversationEvent, "seq">): EventName {
  return { sender: BOT, clientId: answerName(seq) }
}

/** Where a message belongs among a conversation's numbers: an answer right behind its question, whenever it came. */
export function placeOf({ sender, clientId, seq }: ConversationEvent): number {
  const answered = sender.kind === "bot" ? ANSWER_NAME.exec(clientId ?? "")?.[1] : undefined
  return answered === undefined ? seq : Number(answered) + 0.5
}

/**
 * The customer's messages that the bot owes an answer, for a process that takes over from one that is gone. What was
 * said before a person spoke was said to them.
 *
 * @param messages the conversation's last ones, in order
 */
export function owedAnswers(messages: readonly ConversationEvent[]): ConversationEvent[] {
  const sinceAgent = messages.slice(messages.findLastIndex(({ sender }) => sender.kind === "agent") + 1)
  const given = new Set(sinceAgent.flatMap(({ sender, clientId }) => (sender.kind === "bot" ? clientId : [])))
  return sinceAgent.filter(({ sender, seq }) => sender.kind === "customer" && !given.has(answerName(seq)))
}

/** What the customer said since anybody else spoke. */
export function lastWords(messages: readonly ConversationEvent[]): ConversationEvent[] {
  return messages.slice(messages.findLastIndex(({ sender }) => sender.kind !== "customer") + 1)
}
