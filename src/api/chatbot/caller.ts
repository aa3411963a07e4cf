import { createHmac } from "node:crypto"
import type { StoredCustomer } from "../../core/customers.ts"
import { ChatdError } from "../../core/errors.ts"
import type { IdentifyPorts } from "../../core/identify-customer.ts"
import { VISITOR_PREFIX } from "../../core/identity.ts"
import type { Partner } from "../../core/partner.ts"
import { bearerToken } from "../../http/bearer.ts"
import { isFromPage, secretInPage } from "../../http/from-page.ts"
import type { MessageLimits } from "../../http/message-limits.ts"
import { requireOwnOrigin, widgetPartner } from "../../http/widget-partner.ts"

export interface CallerPorts {
  partners: {
    byId(id: string): Promise<Partner | undefined>
    byApiKey(key: string): Promise<Partner | undefined>
    byWidgetKey(key: string): Promise<Partner | undefined>
  }
  /** The partner of calls without a key, where the configuration names one. */
  keylessPartner: string | undefined
  customerOfToken(token: string): Promise<StoredCustomer | undefined>
  findCustomer(partnerId: string, externalId: string, verified: boolean): Promise<StoredCustomer | undefined>
  ensureCustomer: IdentifyPorts["ensureCustomer"]
  limits: MessageLimits
  addressOf(request: Request): string
  /** What the world calls this server. */
  publicUrl: string | undefined
  /** Makes visitors' ids out of their sessions' names. */
  secret: string
}

/** Who a token says its bearer is: one customer, a page of the partner, or its server. */
export type Bearer = { partner: Partner } & (
  | { kind: "customer"; customer: StoredCustomer }
  | { kind: "page" | "server" }
)

/** @throws {ChatdError} `unauthenticated` or `forbidden` with what to do */
export async function bearerOf(ports: CallerPorts, request: Request, given = ""): Promise<Bearer> {
  const token = given || (bearerToken(request) ?? "")
  const { byId, byApiKey, byWidgetKey } = ports.partners
  if (token.startsWith("sk_")) {
    if (isFromPage(request)) throw secretInPage()
    const partner = await byApiKey(token)
    if (partner) return { kind: "server", partner }
  } else if (token.startsWith("pk_"))
    return { kind: "page", partner: await widgetPartner(request, token, byWidgetKey, ports.publicUrl) }
  else if (token === "") {
    const partner = ports.keylessPartner ? await byId(ports.keylessPartner) : undefined
    if (!partner) throw unauthenticated("A token is required.")
    requireOwnOrigin(request, partner, ports.publicUrl)
    return { kind: "page", partner }
  } else {
    const customer = await ports.customerOfToken(token)
    const partner = customer && (await byId(customer.partnerId))
    if (customer && partner) {
      requireOwnOrigin(request, partner, ports.publicUrl)
      return { kind: "customer", partner, customer }
    }
  }
  throw unauthenticated("The token is not valid, or not any more.")
}

function unauthenticated(what: string): ChatdError {
  return new ChatdError(
    "unauthenticated",
    `${what} POST /google-login gives one to a user; without one, send the partner's key: pk_… from pages, sk_… from servers.`,
  )
}

/** Names of sessions that are as long as this are taken to be nobody else's. */
const LONG_NAME = 20

/**
 * Whoever speaks in a session. Without a token of their own they are the visitor of this session's name: the same name is
 * the same visitor, until they are signed out. A short name is somebody's guess soon, and counts at the address that began it alone.
 *
 * @throws {ChatdError} `unauthenticated` to a page in whose session somebody was signed out
 */
export async function speakerOf(
  ports: CallerPorts,
  request: Request,
  bearer: Bearer,
  sessionId: string,
): Promise<StoredCustomer> {
  const known = await speakerIn(ports, request, bearer, sessionId)
  if (known) return known
  const { partner } = bearer
  const address = visitorsAddress(ports, request, bearer)
  if (address !== undefined) ports.limits.spendSession(partner, address)
  const externalId = visitorOf(ports, request, bearer, sessionId)
  return ports.ensureCustomer({ partnerId: partner.id, externalId, verified: false }, new Date())
}

/** Where the visitor is; the partner's server relays all of its own from one place, which says nothing of any. */
export function visitorsAddress(
  { addressOf }: Pick<CallerPorts, "addressOf">,
  request: Request,
  { kind }: Pick<Bearer, "kind">,
): string | undefined {
  return kind === "server" ? undefined : addressOf(request)
}

/** The same, where they have spoken before. @throws as `speakerOf` does */
export async function speakerIn(
  ports: CallerPorts,
  request: Request,
  bearer: Bearer,
  sessionId: string,
): Promise<StoredCustomer | undefined> {
  if (bearer.kind === "customer") return bearer.customer
  const visitor = await ports.findCustomer(
    bearer.partner.id,
    visitorOf(ports, request, bearer, sessionId),
    false,
  )
  if (bearer.kind === "page" && visitor?.signedOutAt)
    throw new ChatdError(
      "unauthenticated",
      "Whoever spoke in this session was signed out. Begin another, with a session_id of its own.",
    )
  return visitor
}

function visitorOf(
  { addressOf, secret }: CallerPorts,
  request: Request,
  { partner, kind }: Bearer,
  sessionId: string,
): string {
  const place = kind === "page" && sessionId.length < LONG_NAME ? addressOf(request) : ""
  const name = JSON.stringify([partner.id, kind, sessionId, place])
  return `${VISITOR_PREFIX}${createHmac("sha256", secret).update(name).digest("base64url").slice(0, 24)}`
}
