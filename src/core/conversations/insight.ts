import type { Conversation, ConversationEvent } from "./conversation.ts"
import type { ConversationStore } from "./store.ts"
import type { Why } from "./why.ts"

/** What an agent sees of a customer at a glance. */
export interface Insight {
  /** Of the customer's last messages: -1 to 1. */
  sentiment: { score: number; label: "negative" | "neutral" | "positive" }
  /** The customer's key sentences, four at most. */
  summary: string[]
}

export interface WhyPorts {
  store: Pick<ConversationStore, "messagesBefore">
  /** What was stored when a person was last wanted. */
  storedWhy(conversationId: number): Promise<Why | undefined>
  insight(conversation: Conversation, messages: readonly ConversationEvent[]): Promise<Insight>
}

/** Messages that are looked at. */
const MOST_MESSAGES = 100

/**
 * Why a person is wanted, with what can be said of the customer now. Undefined where none was. Computed for whoever reads
 * it: nothing of it is in any transaction.
 */
export async function whyOf(
  { store, storedWhy, insight }: WhyPorts,
  conversation: Conversation,
): Promise<(Why & Insight) | undefined> {
  const why = await storedWhy(conversation.id)
  if (!why) return undefined
  const messages = await store.messagesBefore(conversation.id, conversation.lastSeq + 1, MOST_MESSAGES)
  return { ...why, ...(await insight(conversation, messages)) }
}
