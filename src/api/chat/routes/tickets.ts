import { Elysia } from "elysia"
import { requireOwn } from "../../../core/conversations/store.ts"
import { commentOnTicket } from "../../../core/tickets/comment-on-ticket.ts"
import { findOwnTicket } from "../../../core/tickets/find-ticket.ts"
import { openTicket } from "../../../core/tickets/open-ticket.ts"
import type { SupportTicket } from "../../../core/tickets/ticket.ts"
import { requesterActor } from "../../../core/tickets/ticket-actor.ts"
import { bearerToken } from "../../../http/bearer.ts"
import { validate } from "../../../http/validate.ts"
import { type Caller, callerOf } from "../access.ts"
import type { ChatDependencies } from "../dependencies.ts"
import { newTicketSchema, ticketCommentSchema, ticketsSchema } from "../schemas.ts"
import { type ChatTicketDetail, publicChange, ticketReply } from "../ticket-reply.ts"
import { calls } from "./call.ts"

/** A customer's own tickets: whose token it is sees theirs and no others. */
export function ticketRoutes(dependencies: ChatDependencies) {
  const { access, tickets, limits, outgoing, addressOf } = dependencies
  const { bodyOf } = calls(dependencies)
  const enter = (request: Request): Promise<Caller> => callerOf(access, bearerToken(request))
  const enterTicket = async (request: Request, name: string) => {
    const caller = await enter(request)
    return { ...caller, ticket: await findOwnTicket(tickets, caller.customer, name) }
  }
  const detail = async (partner: Caller["partner"], ticket: SupportTicket): Promise<ChatTicketDetail> => {
    const changes = (await tickets.changesOf([ticket])).get(ticket.id) ?? []
    const names = changes.some(({ actor }) => actor.startsWith("agent-"))
      ? await tickets.agentNames(partner.id)
      : new Map<number, string>()
    return {
      ...ticketReply(ticket),
      description: ticket.description,
      history: changes.flatMap((change) => publicChange(ticket, change, names) ?? []),
    }
  }

  return new Elysia({ name: "chat-tickets", strictPath: true })
    .get("/api/chat/tickets", async ({ request, query }) => {
      const { customer } = await enter(request)
      const { limit } = validate(ticketsSchema, query)
      const found = await tickets.ofCustomer(customer, limit)
      return { tickets: found.map(ticketReply) }
    })
    .get("/api/chat/tickets/:id", async ({ request, params }) => {
      const { partner, ticket } = await enterTicket(request, params.id)
      return detail(partner, ticket)
    })
    .post(
      "/api/chat/tickets",
      async ({ request, set }) => {
        const { partner, customer } = await enter(request)
        const { messageLength } = partner.settings.limits
        const body = validate(newTicketSchema(messageLength), await bodyOf(request))
        const { clientId, subject, description, priority, sessionId, name, email, phone } = body
        const conversation =
          sessionId === undefined ? undefined : await requireOwn(access.store, customer, sessionId)
        const allow = (recipient: string) => outgoing.spend("ticket", customer, addressOf(request), recipient)
        const { ticket, fresh } = await openTicket({ ...tickets, store: access.store, allow }, partner, {
          clientId,
          source: "chat",
          actor: requesterActor(customer),
          subject,
          description,
          priority,
          requester: { name, email, phone },
          customer,
          conversation,
        })
        set.status = fresh ? 201 : 200
        return detail(partner, ticket)
      },
      { parse: "none" },
    )
    .post(
      "/api/chat/tickets/:id/comments",
      async ({ request, params, set }) => {
        const { partner, customer, ticket } = await enterTicket(request, params.id)
        limits.spend(partner, customer.id, addressOf(request))
        const said = validate(
          ticketCommentSchema(partner.settings.limits.messageLength),
          await bodyOf(request),
        )
        const actor = requesterActor(customer)
        const commented = await commentOnTicket(
          tickets,
          partner,
          ticket,
          { ...said, visibility: "public" },
          actor,
        )
        set.status = commented.fresh ? 201 : 200
        return detail(partner, commented.ticket)
      },
      { parse: "none" },
    )
}
