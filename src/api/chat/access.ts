import type { Conversation } from "../../core/conversations/conversation.ts"
import { type ConversationStore, requireOwn } from "../../core/conversations/store.ts"
import { isStillSignedIn, type StoredCustomer } from "../../core/customers.ts"
import { ChatdError } from "../../core/errors.ts"
import type { Partner } from "../../core/partner.ts"
import { isConversationToken, type ReadLink } from "../../http/link-tokens.ts"

export interface AccessPorts {
  customerOfToken(token: string): Promise<StoredCustomer | undefined>
  partnerById(id: string): Promise<Partner | undefined>
  store: ConversationStore
  /** What a mail's link opens; undefined where it is not ours, or too old. */
  linkTarget(token: string): ReadLink | undefined
  customerById(id: number): Promise<StoredCustomer | undefined>
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
  /** By a mail's link: whoever came so is not told the customer's id, which opens more than this conversation. */
  byLink: boolean
}

/**
 * Whoever has a customer's session token. A mail's link is none: it opens one conversation, and nothing that is the
 * customer's beside it.
 *
 * @throws {ChatdError} `unauthenticated` with what to do
 */
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
  if (token && isConversationToken(token)) return linkedAccess(ports, token, sessionId)
  const caller = await callerOf(ports, token)
  return { ...caller, conversation: await requireOwn(ports.store, caller.customer, sessionId), byLink: false }
}

/**
 * The conversation that a mail's link opens. Whoever has the mail need not be whom it was meant for, where an address was
 * mistyped: of the customer they learn what stands in the conversation, and what they are called.
 *
 * @param sessionId where one is asked for, it must be that one
 * @throws {ChatdError} `unauthenticated`, or `not_found` for any other conversation
 */
export async function linkedAccess(ports: AccessPorts, token: string, sessionId?: string): Promise<Access> {
  const target = ports.linkTarget(token)
  const link = target?.kind === "conversation" ? target : undefined
  const conversation = link && (await ports.store.byPublicId(link.publicId))
  const partner = link && (await ports.partnerById(link.partnerId))
  const customer = conversation && (await ports.customerById(conversation.customerId))
  const opens = customer && isStillSignedIn(customer, link.issuedAt)
  if (!partner || !opens || conversation.partnerId !== partner.id)
    throw new ChatdError("unauthenticated", "This link is too old, or was not copied whole.")
  if (sessionId !== undefined && sessionId !== conversation.publicId)
    throw new ChatdError("not_found", "There is no such session.")
  const { email: _, phone: __, birthdate: ___, ...shown } = customer
  return { partner, customer: shown, conversation, byLink: true }
}
