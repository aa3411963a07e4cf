import { isUnsure } from "../answer.ts"
import type { Conversation, ConversationEvent } from "./conversation.ts"
import { answerNoteOf } from "./said-by-bot.ts"
import type { ConversationStore } from "./store.ts"

/** Messages among which it is looked for: it was said just now. */
const LOOKED_AT = 20

/**
 * The question without an answer right after which the customer wished for a person in these words; undefined where they say
 * something else.
 */
export async function questionBefore(
  store: Pick<ConversationStore, "messagesBefore">,
  { id, lastSeq }: Pick<Conversation, "id" | "lastSeq">,
  words: string,
): Promise<string | undefined> {
  const messages = await store.messagesBefore(id, lastSeq + 1, LOOKED_AT)
  const wish = messages.findLastIndex((message) => isOwn(message) && message.text?.trim() === words)
  if (wish < 0 || !isWish(messages.slice(wish + 1).find(isBots))) return undefined
  const offer = messages[wish - 1]
  if (!offer || !isBots(offer) || !isUnsure(reasonOf(offer))) return undefined
  return messages.slice(0, wish).findLast(isOwn)?.text
}

function isOwn({ sender }: ConversationEvent): boolean {
  return sender.kind === "customer"
}

function isBots({ sender }: ConversationEvent): boolean {
  return sender.kind === "bot"
}

/** Whether the bot took what it answered for one. */
function isWish(answer: ConversationEvent | undefined): boolean {
  const reason = answer && reasonOf(answer)
  return reason !== undefined && !isUnsure(reason)
}

function reasonOf(event: ConversationEvent): string | undefined {
  return answerNoteOf(event)?.escalation?.reason
}
