import { createHash, randomUUID } from "node:crypto"
import { Elysia } from "elysia"
import { handOff } from "../../../core/conversations/hand-off.ts"
import { ChatdError } from "../../../core/errors.ts"
import { changeTicket } from "../../../core/tickets/change-ticket.ts"
import { commentOnTicket } from "../../../core/tickets/comment-on-ticket.ts"
import type { SupportTicket } from "../../../core/tickets/ticket.ts"
import { requesterActor } from "../../../core/tickets/ticket-actor.ts"
import { idempotencyKey } from "../../../http/idempotency-key.ts"
import { isoTime } from "../../../http/iso-time.ts"
import { readJsonBody } from "../../../http/json-body.ts"
import { validate } from "../../../http/validate.ts"
import type { ChatbotDependencies } from "../dependencies.ts"
import {
  type Announced,
  announcedTo,
  maySee,
  noSuchTicket,
  type TicketCaller,
  ticketCaller,
  ticketOf,
} from "../ticket-access.ts"
import {
  priorityAsWord,
  priorityOf,
  showTicketSchema,
  statusAsWord,
  statusOf,
  type TicketUpdate,
  updateTicketSchema,
} from "../ticket-schemas.ts"
import { inFastApisForm } from "../validation.ts"

/** Tickets, in S0's words. */
export function ticketRoutes(to: ChatbotDependencies) {
  return new Elysia({ name: "chatbot-tickets", strictPath: true })
    .put(
      "/ticket",
      ({ request, set }) =>
        inFastApisForm(set, "body", async () => {
          const update = validate(updateTicketSchema, await readJsonBody(request, to.maxBodyBytes))
          const { token, session_id: sessionId } = update
          const caller = await ticketCaller(to, request, {
            token: token ?? undefined,
            sessionId: sessionId ?? undefined,
          })
          const there = await ticketOf(to, caller, update.uuid)
          if (there && maySee(caller, there))
            return ticketReply(to, await changed(to, request, caller, there, update), true)
          const announced = await announcedTo(to, caller, update.uuid)
          if (!announced) throw noSuchTicket()
          const ticket = await filled(to, request, announced, update)
          return ticketReply(to, ticket, maySee(caller, ticket))
        }),
      { parse: "none" },
    )
    .get("/ticket/:uuid", ({ request, params, query, set }) =>
      inFastApisForm(set, "query", async () => {
        const { token, session_id: sessionId } = validate(showTicketSchema, query)
        const caller = await ticketCaller(to, request, { token, sessionId })
        const ticket = await ticketOf(to, caller, params.uuid)
        if (!ticket || !maySee(caller, ticket)) throw noSuchTicket()
        return ticketReply(to, ticket, true)
      }),
    )
}

/** The form becomes the ticket that was announced; sent again, it is the same ticket. */
async function filled(
  to: ChatbotDependencies,
  request: Request,
  { partner, conversation, customer }: Announced,
  { uuid: given, name, email, phone, message, priority }: TicketUpdate,
): Promise<SupportTicket> {
  const uuid = given.toLowerCase()
  if (!message)
    throw new ChatdError("invalid_input", "message is required: it says what the ticket is about.", {
      field: "message",
    })
  to.limits.spend(partner, customer.id, to.addressOf(request))
  const allow = (recipient: string) => to.outgoing.spend("ticket", customer, to.addressOf(request), recipient)
  await handOff(
    { ...to.handoffs, store: to.store, languageFor: to.languageFor, allow },
    partner,
    customer,
    conversation,
    {
      clientId: `chatbot:${uuid}`,
      source: "chatbot",
      uuid,
      message,
      name: name ?? undefined,
      email: email ?? undefined,
      phone: phone ?? undefined,
      priority: priority ? priorityOf(priority) : "medium",
    },
  )
  const ticket = await to.tickets.ticketByUuid(uuid)
  if (!ticket) throw noSuchTicket()
  return saidAgain(to, ticket, message)
}

/**
 * A form that became a ticket before: in other words than then it is its requester's comment, which opens the ticket
 * again. The comment is named by its words, so that a retry is stored once.
 */
async function saidAgain(
  to: ChatbotDependencies,
  ticket: SupportTicket,
  message: string,
): Promise<SupportTicket> {
  if (message === ticket.description.trim()) return ticket
  const customer = ticket.customerId === undefined ? undefined : await to.customerById(ticket.customerId)
  const clientId = `chatbot:${createHash("sha256").update(message).digest("hex")}`
  const word = { clientId, text: message, visibility: "public" } as const
  const partner = { id: ticket.partnerId }
  return (await commentOnTicket(to.tickets, partner, ticket, word, requesterActor(customer))).ticket
}

/** Its owner may add a word; what it is called, how urgent it is and how far it is, admins say. */
async function changed(
  to: ChatbotDependencies,
  request: Request,
  { admin, actor, partner: callers, customer: caller }: TicketCaller,
  ticket: SupportTicket,
  { status, priority, subject, comment, message }: TicketUpdate,
): Promise<SupportTicket> {
  const isForm = !admin && typeof message === "string"
  if (!admin && (status || subject || (priority && !isForm)))
    throw new ChatdError("forbidden", "Only an admin or the partner's server may change this of a ticket.")
  const clientId = idempotencyKey(request) ?? randomUUID()
  if (caller && callers && (message || comment)) to.limits.spend(callers, caller.id, to.addressOf(request))
  const partner = { id: ticket.partnerId }
  const changes = {
    status: status ? statusOf(status) : undefined,
    priority: priority ? priorityOf(priority) : undefined,
    subject: subject ?? undefined,
  }
  const filledIn = message ? await saidAgain(to, ticket, message) : ticket
  // After the form, which opens a closed one: what an admin sets is what it is then.
  const after = admin ? await changeTicket(to.tickets, partner, filledIn, changes, actor) : filledIn
  if (!comment) return after
  const word = { clientId, text: comment, visibility: "public" } as const
  return (await commentOnTicket(to.tickets, partner, after, word, actor)).ticket
}

/** @param whole whether the caller may read what it says */
async function ticketReply(to: ChatbotDependencies, ticket: SupportTicket, whole: boolean) {
  const { uuid, reference, status, priority, requester, conversationId, createdAt, updatedAt, closedAt } =
    ticket
  const name = conversationId === undefined ? undefined : await to.sessions.nameOf(conversationId)
  const shown = <T>(value: T | undefined): T | null => (whole ? (value ?? null) : null)
  return {
    uuid,
    ticket_id: reference,
    status: statusAsWord(status),
    priority: priorityAsWord(priority),
    subject: shown(ticket.subject),
    message: shown(ticket.description),
    name: shown(requester.name),
    email: shown(requester.email),
    phone: shown(requester.phone),
    session_id: shown(name),
    created_at: isoTime(createdAt.getTime()),
    updated_at: isoTime(updatedAt.getTime()),
    closed_at: closedAt ? isoTime(closedAt.getTime()) : null,
  }
}
