import type { StoredCustomer } from "../customers.ts"
import type { Partner } from "../partner.ts"
import type { Conversation } from "./conversation.ts"
import { isLive } from "./session.ts"

export interface OpenSessionPorts {
  /**
   * In one transaction, with the customer held: the newest of their conversations that `resumes` accepts, one in which
   * something was said before an empty one; otherwise a new one if `fresh` is given. Two calls at once get the same.
   */
  openConversation(
    customer: StoredCustomer,
    resumes: (conversation: Conversation) => boolean,
    fresh: { page: Record<string, unknown> | undefined } | undefined,
  ): Promise<{ conversation: Conversation; resumed: boolean } | undefined>
  /** A new conversation beside those that there are, or the one that was started under the same key before. */
  startConversation(customer: StoredCustomer, key: string | undefined): Promise<Conversation>
  now(): Date
}

export interface OpenSession {
  partner: Partner
  customer: StoredCustomer
  /** Where the customer is. */
  page?: Record<string, unknown> | undefined
  /** Make nothing new. */
  resumeOnly?: boolean | undefined
}

/** Goes on with the customer's live session, or opens a new one (S2). Undefined where nothing new may be made. */
export function openSession(
  ports: OpenSessionPorts,
  { partner, customer, page, resumeOnly }: OpenSession,
): Promise<{ conversation: Conversation; resumed: boolean } | undefined> {
  const at = ports.now().getTime()
  const { idleSeconds } = partner.settings.session
  return ports.openConversation(
    customer,
    (conversation) => isLive(conversation, idleSeconds, at),
    resumeOnly ? undefined : { page },
  )
}
