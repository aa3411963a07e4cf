import type { Sender } from "../../core/conversations/conversation.ts"
import type { StoredCustomer } from "../../core/customers.ts"
import { ChatdError } from "../../core/errors.ts"
import type { Partner } from "../../core/partner.ts"
import { bearerToken } from "../../http/bearer.ts"
import { type ApiKeyLookup, identifyServer } from "./identity.ts"

export interface ActorPorts {
  partners: ApiKeyLookup & { byId(id: string): Promise<Partner | undefined> }
  customerOfToken(token: string): Promise<StoredCustomer | undefined>
}

/** Who calls: the partner's server, for all of its customers and agents, or one customer, for themselves. */
export interface Actor {
  partner: Partner
  /** Undefined: the partner's server. */
  customer: StoredCustomer | undefined
}

/** @throws {ChatdError} `unauthenticated` or `forbidden` with what to do */
export async function actorOf(request: Request, ports: ActorPorts): Promise<Actor> {
  const token = bearerToken(request)
  if (!token?.startsWith("st_"))
    return { partner: await identifyServer(request, ports.partners), customer: undefined }
  return actorOfToken(token, ports)
}

/** @throws {ChatdError} `unauthenticated` */
export async function actorOfToken(token: string, ports: ActorPorts): Promise<Actor> {
  const customer = await ports.customerOfToken(token)
  const partner = customer && (await ports.partners.byId(customer.partnerId))
  if (customer && partner) return { partner, customer }
  throw new ChatdError(
    "unauthenticated",
    "The session token is not valid any more. Creating a conversation gives one.",
  )
}

/** What a message says of its sender. */
export interface ClaimedSender {
  senderId: string
  isFromAgent: boolean
}

/** One agent has one id: `agent-007` would be another one's name. */
const AGENT_ID = /^agent-(0|[1-9]\d{0,8})$/

export function isAgentId(id: string): boolean {
  return AGENT_ID.test(id)
}

/**
 * The sender of a message, if the actor may speak as them.
 *
 * @param customerId the conversation's customer, as the partner knows them
 * @throws {ChatdError} `invalid_input` naming `senderId` or `isFromAgent`
 */
export function senderOf(actor: Actor, customerId: string, claimed: ClaimedSender): Sender {
  const { senderId, isFromAgent } = claimed
  if (isFromAgent && actor.customer) {
    throw new ChatdError("forbidden", "A customer cannot speak as an agent: isFromAgent must be false.")
  }
  if (isFromAgent) {
    if (isAgentId(senderId)) return { kind: "agent", id: senderId }
    const message = "senderId of an agent has the form agent-2, without zeros before the number."
    throw new ChatdError("invalid_input", message, { field: "senderId" })
  }
  if (senderId === customerId) return { kind: "customer", id: customerId }
  throw new ChatdError("invalid_input", "senderId must be the conversation's customer.", {
    field: "senderId",
  })
}
