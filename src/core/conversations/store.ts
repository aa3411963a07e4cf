import type { StoredCustomer } from "../customers.ts"
import { ChatdError } from "../errors.ts"
import type { Conversation, ConversationEvent } from "./conversation.ts"

/** How conversations are found and read. */
export interface ConversationStore {
  byPublicId(publicId: string): Promise<Conversation | undefined>
  byNumber(partnerId: string, number: number): Promise<Conversation | undefined>
  /** Newest first; with `before` those whose number is lower. */
  ofCustomer(customerId: number, limit: number, before?: number): Promise<Conversation[]>
  /** What came after `after`, in order. */
  eventsAfter(conversationId: number, after: number, limit: number): Promise<readonly ConversationEvent[]>
  /** The newest messages before `before`, oldest first. */
  messagesBefore(conversationId: number, before: number, limit: number): Promise<readonly ConversationEvent[]>
  /** Each conversation's last message, cut. */
  previews(conversationIds: readonly number[]): Promise<ReadonlyMap<number, string>>
}

/**
 * A customer's own conversation. Absent and another's look the same.
 *
 * @throws {ChatdError} `not_found`
 */
export async function requireOwn(
  store: ConversationStore,
  customer: StoredCustomer,
  publicId: string,
): Promise<Conversation> {
  const conversation = await store.byPublicId(publicId)
  if (conversation?.customerId === customer.id) return conversation
  throw new ChatdError("not_found", "There is no such session.")
}

/**
 * A partner's conversation by its number. Absent and another's look the same.
 *
 * @throws {ChatdError} `not_found`
 */
export async function requireOfPartner(
  store: ConversationStore,
  partnerId: string,
  number: number,
): Promise<Conversation> {
  const conversation = await store.byNumber(partnerId, number)
  if (conversation) return conversation
  throw new ChatdError("not_found", `There is no conversation ${number}.`)
}
