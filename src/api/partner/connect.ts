import { agentNumber } from "../../core/conversations/senders.ts"
import type { StoredCustomer } from "../../core/customers.ts"
import { ChatdError } from "../../core/errors.ts"
import { type IdentityClaim, type VerifyIdentity, VISITOR_PREFIX } from "../../core/identity.ts"
import { allowsOrigin, type Partner } from "../../core/partner.ts"
import { bearerToken } from "../../http/bearer.ts"
import type { Door } from "../../http/sockets.ts"
import { foreignPage, widgetPartner } from "../../http/widget-partner.ts"
import { type ActorPorts, actorOfToken, isAgentId } from "./actor.ts"
import { identifyServer } from "./identity.ts"

/** Whose events a socket of the guide's gets, and as whom it speaks. */
export type Listener =
  | { partner: Partner; as: "customer"; customer: StoredCustomer }
  | { partner: Partner; as: "agent"; agentId: number }
  /** The partner's server, for everybody. */
  | { partner: Partner; as: "server" }

/** Somebody who was let in, and by what. */
export interface Admitted {
  listener: Listener
  /** Undefined for a conversation's token. */
  door: Door | undefined
}

export interface ConnectPorts {
  actors: ActorPorts
  verifyIdentity: VerifyIdentity
  partnerByWidgetKey(key: string): Promise<Partner | undefined>
  allPartners(): Promise<readonly Partner[]>
  customerByExternalId(
    partnerId: string,
    externalId: string,
    verified: boolean,
  ): Promise<StoredCustomer | undefined>
}

/**
 * Says who opens a socket. A bare id is nobody's proof: a customer shows the token of their conversation, what the
 * partner's server signed, or, for an id that chatd made up, the widget key.
 *
 * @throws {ChatdError} `unauthenticated` with what to do
 */
export async function listenerOf(request: Request, url: URL, ports: ConnectPorts): Promise<Admitted> {
  const query = url.searchParams
  const clientId = query.get("clientId") ?? undefined
  const bearer = bearerToken(request)
  if (bearer?.startsWith("sk_")) {
    const listener = await serverListener(request, clientId, ports)
    return { listener, door: { by: "key", key: bearer } }
  }
  const token = query.get("token") ?? bearer
  if (token) return { listener: await tokenListener(token, clientId, ports), door: undefined }
  if (clientId === undefined) throw refusal("clientId is missing. Connect to /ws?clientId=…&token=…")
  const key = query.get("key")
  if (!key) return { listener: await bareListener(request, clientId, ports), door: { by: "bareId" } }
  const listener = await keyListener(request, key, clientId, query, ports)
  return { listener, door: { by: "key", key } }
}

async function serverListener(
  request: Request,
  clientId: string | undefined,
  ports: ConnectPorts,
): Promise<Listener> {
  const partner = await identifyServer(request, ports.actors.partners)
  if (clientId === undefined) return { partner, as: "server" }
  const agentId = agentNumber(clientId)
  if (agentId !== undefined && !isAgentId(clientId))
    throw refusal("clientId of an agent has the form agent-2, without zeros before the number.")
  if (agentId !== undefined) return { partner, as: "agent", agentId }
  return asCustomer(partner, clientId, ports)
}

async function tokenListener(
  token: string,
  clientId: string | undefined,
  ports: ConnectPorts,
): Promise<Listener> {
  const { partner, customer } = await actorOfToken(token, ports.actors)
  if (customer && (clientId === undefined || clientId === customer.externalId))
    return { partner, as: "customer", customer }
  throw refusal("The token is not this clientId's. Use the customerId that came with it.")
}

async function keyListener(
  request: Request,
  key: string,
  clientId: string,
  query: URLSearchParams,
  ports: ConnectPorts,
): Promise<Listener> {
  const partner = await widgetPartner(request, key, ports.partnerByWidgetKey)
  const claim = claimOf(clientId, query)
  if (!claim) {
    if (clientId.startsWith(VISITOR_PREFIX)) return asVisitor(partner, clientId, ports)
    throw refusal("A clientId of your own needs &signature= or &jwt= from your server, or &token=.")
  }
  const proven = await ports.verifyIdentity(partner, claim)
  if (proven.customerId !== clientId) throw refusal("The signature is not this clientId's.")
  return asCustomer(partner, clientId, ports)
}

function claimOf(customerId: string, query: URLSearchParams): IdentityClaim | undefined {
  const jwt = query.get("jwt")
  if (jwt) return { jwt }
  const signature = query.get("signature")
  return signature ? { customerId, signature } : undefined
}

/** The guide's own way, for partners who switched it on: whoever knows an id is let in as that customer. */
async function bareListener(request: Request, clientId: string, ports: ConnectPorts): Promise<Listener> {
  const all = await ports.allPartners()
  const open = all.filter((partner) => partner.settings.sockets.bareClientId)
  const origin = request.headers.get("origin")
  const candidates = origin ? open.filter((partner) => allowsOrigin(partner, origin)) : open
  const [partner] = candidates
  if (partner && candidates.length === 1)
    return (clientId.startsWith(VISITOR_PREFIX) ? asVisitor : asCustomer)(partner, clientId, ports)
  if (origin && open.length > 0 && !all.some((one) => allowsOrigin(one, origin))) throw foreignPage(origin)
  throw refusal("clientId alone proves nothing: add &token= with the sessionToken of the conversation.")
}

async function asCustomer(partner: Partner, id: string, ports: ConnectPorts): Promise<Listener> {
  const verified = !id.startsWith(VISITOR_PREFIX)
  const customer = await ports.customerByExternalId(partner.id, id, verified)
  if (customer) return { partner, as: "customer", customer }
  throw refusal("There is no such customer yet. Create a conversation first: it makes one.")
}

/** A made-up id is its visitor's own secret, until they are signed out. */
async function asVisitor(partner: Partner, id: string, ports: ConnectPorts): Promise<Listener> {
  const listener = await asCustomer(partner, id, ports)
  if (listener.as !== "customer" || listener.customer.signedOutAt === undefined) return listener
  throw refusal("This visitor was signed out. Create a conversation to begin anew.")
}

function refusal(sentence: string): ChatdError {
  return new ChatdError("unauthenticated", sentence)
}
