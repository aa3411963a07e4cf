import type { StoredCustomer } from "../customers.ts"
import type { Partner } from "../partner.ts"
import type { Conversation } from "./conversation.ts"
import { isLive } from "./session.ts"

export interface OpenNamedSessionPorts {
  /** The customer's conversation of that name: one that is with people, also where they opened it again; otherwise the newest. */
  currentNamed(customer: StoredCustomer, name: string): Promise<Conversation | undefined>
  /** The few of that name beside it in which somebody spoke last, of what was said in which something may not have been read. */
  othersNamed(customer: StoredCustomer, name: string, beside: Conversation): Promise<Conversation[]>
  /**
   * In one transaction, with the customer held: their conversation of that name where `resumes` says so, otherwise a new
   * one. Two calls at once get the same.
   */
  openNamed(
    customer: StoredCustomer,
    name: string,
    resumes: (conversation: Conversation) => boolean,
    page: Record<string, unknown> | undefined,
  ): Promise<Conversation>
  now(): Date
}

export interface OpenNamedSession {
  partner: Partner
  customer: StoredCustomer
  /** What the client calls it. */
  name: string
  /** Where the customer is. */
  page?: Record<string, unknown> | undefined
}

/**
 * The customer's conversation that their client knows by a name of its own. One name goes on for as long as the client
 * uses it: where its conversation has ended, a new one follows under the same name.
 */
export function openNamedSession(
  ports: OpenNamedSessionPorts,
  { partner, customer, name, page }: OpenNamedSession,
): Promise<Conversation> {
  const at = ports.now().getTime()
  const { idleSeconds } = partner.settings.session
  return ports.openNamed(customer, name, (conversation) => isLive(conversation, idleSeconds, at), page)
}
