import type { Conversation } from "../../core/conversations/conversation.ts"
import { type ConversationStore, requireOfPartner } from "../../core/conversations/store.ts"
import { ChatdError } from "../../core/errors.ts"
import type { Actor } from "./actor.ts"

export interface CustomerNames {
  /** Ids of customers as their partner knows them, by ours. */
  externalIds(customerIds: readonly number[]): Promise<ReadonlyMap<number, string>>
}

export interface OpenedConversation {
  conversation: Conversation
  /** The customer's id as the partner knows it. */
  customerId: string
}

/**
 * A conversation of the partner, and of the customer where it is a customer who asks. Absent and another's look the
 * same.
 *
 * @throws {ChatdError} `not_found`
 */
export async function requireConversation(
  { store, names }: { store: ConversationStore; names: CustomerNames },
  { partner, customer }: Actor,
  number: number,
): Promise<OpenedConversation> {
  const conversation = await requireOfPartner(store, partner.id, number)
  if (customer && conversation.customerId !== customer.id)
    throw new ChatdError("not_found", `There is no conversation ${number}.`)
  const customerId =
    customer?.externalId ?? (await names.externalIds([conversation.customerId])).get(conversation.customerId)
  if (customerId === undefined) throw new ChatdError("not_found", `There is no conversation ${number}.`)
  return { conversation, customerId }
}
