import { OPERATOR } from "../../core/audit.ts"
import { ChatdError } from "../../core/errors.ts"
import type { Partner } from "../../core/partner.ts"
import { agentActor, OPERATOR_ACTOR, systemActor, type TicketActor } from "../../core/tickets/ticket-actor.ts"
import { isAdminToken } from "../../http/admin-token.ts"
import { bearerToken } from "../../http/bearer.ts"
import { isFromPage, secretInPage } from "../../http/from-page.ts"
import type { ChatbotDependencies } from "./dependencies.ts"

/** Who may see everybody's: of one partner, or of all. */
export interface Admin {
  /** Undefined: every partner's. */
  partner: Partner | undefined
  actor: TicketActor
  /** For the audit log. */
  auditName: string
}

/**
 * The bearer of `server.admin_token`, an admin among the partner's agents, or the partner's server.
 *
 * @throws {ChatdError} `unauthenticated` or `forbidden` with what to do
 */
export async function requireAdmin(to: ChatbotDependencies, request: Request, given = ""): Promise<Admin> {
  const token = given || bearerToken(request)
  const admin = await adminOf(to, request, token)
  if (admin) return admin
  throw new ChatdError(
    "unauthenticated",
    "This is for admins, as Authorization: Bearer <token>: server.admin_token, an admin's token of POST /api/desk/sign-in, or the partner's secret key, sk_….",
  )
}

/** @throws {ChatdError} `forbidden` for a secret key in a page, and for an agent who is no admin */
export async function adminOf(
  to: ChatbotDependencies,
  request: Request,
  token: string | undefined,
): Promise<Admin | undefined> {
  if (!token || token.startsWith("st_") || token.startsWith("pk_")) return undefined
  if (isAdminToken(token, to.adminToken))
    return { partner: undefined, actor: OPERATOR_ACTOR, auditName: OPERATOR }
  if (token.startsWith("sk_")) {
    if (isFromPage(request)) throw secretInPage()
    const partner = await to.callers.partners.byApiKey(token)
    return partner && { partner, actor: systemActor("api"), auditName: "api" }
  }
  const bearer = await to.agentOfToken(token)
  if (!bearer) return undefined
  if (bearer.role !== "admin") throw new ChatdError("forbidden", "Only an admin may do this.")
  const { partner, agent } = bearer
  return { partner, actor: agent ? agentActor(agent) : OPERATOR_ACTOR, auditName: agent?.email ?? OPERATOR }
}
