import type { Conversation } from "../../core/conversations/conversation.ts"
import type { StoredCustomer } from "../../core/customers.ts"
import { ChatdError } from "../../core/errors.ts"
import { type Partner, requirePartner } from "../../core/partner.ts"
import type { SupportTicket } from "../../core/tickets/ticket.ts"
import { requesterActor, type TicketActor } from "../../core/tickets/ticket-actor.ts"
import { bearerToken } from "../../http/bearer.ts"
import { type Admin, adminOf } from "./admin.ts"
import { bearerOf, speakerIn } from "./caller.ts"
import type { ChatbotDependencies } from "./dependencies.ts"

export interface TicketCaller {
  /** Undefined: every partner's. */
  partner: Partner | undefined
  /** Set for whoever may see all tickets. */
  admin: Admin | undefined
  /** Set for whoever has shown who they are; undefined for a page, which has not. */
  customer: StoredCustomer | undefined
  actor: TicketActor
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** @throws {ChatdError} `unauthenticated` or `forbidden` with what to do */
export async function ticketCaller(
  to: ChatbotDependencies,
  request: Request,
  { token: given, sessionId }: { token: string | undefined; sessionId: string | undefined },
): Promise<TicketCaller> {
  const token = given || bearerToken(request)
  const admin = await adminOf(to, request, token)
  if (admin) return { partner: admin.partner, admin, customer: undefined, actor: admin.actor }
  const bearer = await bearerOf(to.callers, request, token)
  const customer =
    bearer.kind === "customer"
      ? bearer.customer
      : sessionId
        ? await speakerIn(to.callers, request, bearer, sessionId)
        : undefined
  return { partner: bearer.partner, admin: undefined, customer, actor: requesterActor(customer) }
}

/** The partner's ticket of that uuid, whosever it is; undefined where there is none. */
export async function ticketOf(
  to: ChatbotDependencies,
  { partner }: TicketCaller,
  uuid: string,
): Promise<SupportTicket | undefined> {
  const ticket = UUID.test(uuid) ? await to.tickets.ticketByUuid(uuid.toLowerCase()) : undefined
  return ticket && (!partner || ticket.partnerId === partner.id) ? ticket : undefined
}

export function maySee({ admin, customer }: TicketCaller, ticket: SupportTicket): boolean {
  return admin !== undefined || (customer !== undefined && ticket.customerId === customer.id)
}

/** Where a form is filled in: the conversation that the uuid was told in, and its customer. */
export interface Announced {
  partner: Partner
  conversation: Conversation
  customer: StoredCustomer
}

/** Whoever knows the uuid was told it: it opens the form, and shows nothing. */
export async function announcedTo(
  to: ChatbotDependencies,
  { partner, customer: caller }: TicketCaller,
  uuid: string,
): Promise<Announced | undefined> {
  const id = UUID.test(uuid) ? await to.sessions.conversationOfTicket(uuid.toLowerCase()) : undefined
  const conversation = id === undefined ? undefined : await to.conversationById(id)
  if (!conversation || (partner && conversation.partnerId !== partner.id)) return undefined
  if (caller && conversation.customerId !== caller.id) return undefined
  const customer = caller ?? (await to.customerById(conversation.customerId))
  if (!customer) return undefined
  return {
    partner: partner ?? (await requirePartner(to.callers.partners.byId, conversation.partnerId)),
    conversation,
    customer,
  }
}

export function noSuchTicket(): ChatdError {
  return new ChatdError("not_found", "There is no such ticket.")
}
