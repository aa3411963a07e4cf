import type { Conversation } from "../../core/conversations/conversation.ts"
import { type ConversationStore, requireOwn } from "../../core/conversations/store.ts"
import type { StoredCustomer } from "../../core/customers.ts"
import { ChatdError } from "../../core/errors.ts"
import type { Partner } from "../../core/partner.ts"

export interface AccessPorts {
  customerOfToken(token: string): Promise<StoredCustomer | undefined>
  partnerById(id: string): Promise<Partner | undefined>
  store: ConversationStore
}

/** The queue as its customers see it. */
export interface QueueView {
  /** A conversation's place, from 1; undefined outside the queue. */
  placeOf(conversation: Conversation): Promise<number | undefined>
  /** A client has come, and is to be told when its place is another. */
  clientCame(conversation: Conversation): void
}

/** Who calls. */
export interface Caller {
  partner: Partner
  customer: StoredCustomer
}

/** A caller in a conversation of their own. */
export interface Access extends Caller {
  conversation: Conversation
}

/** @throws {ChatdError} `unauthenticated` with what to do */
export async function callerOf(ports: AccessPorts, token: string | undefined): Promise<Caller> {
  const customer = token ? await ports.customerOfToken(token) : undefined
  const partner = customer && (await ports.partnerById(customer.partnerId))
  if (customer && partner) return { partner, customer }
  throw new ChatdError(
    "unauthenticated",
    "A valid session token is required: POST /api/chat/sessions gives one.",
  )
}

/** @throws {ChatdError} `unauthenticated`, or `not_found` for what is absent or another's */
export async function accessTo(
  ports: AccessPorts,
  token: string | undefined,
  sessionId: string,
): Promise<Access> {
  const caller = await callerOf(ports, token)
  return { ...caller, conversation: await requireOwn(ports.store, caller.customer, sessionId) }
}
