import { z } from "zod"
import { DEFAULT_SETTINGS } from "../../core/partner-settings.ts"
import type { Operation, Parameter } from "../../http/openapi/contract.ts"
import { TOKEN, TOO_MUCH, USUAL } from "./operation-parts.ts"
import { ticketDetailSchema, ticketsReplySchema } from "./reply-schemas.ts"
import { newTicketSchema, ticketCommentSchema, ticketsSchema } from "./schemas.ts"

const AT = "2026-11-21T10:00:00.000Z"
const TICKET = {
  id: "T-17",
  subject: "My kettle leaks",
  status: "in_progress",
  priority: "medium",
  createdAt: AT,
  updatedAt: AT,
  closedAt: null,
}
const DETAIL = {
  ...TICKET,
  description: "My kettle leaks since yesterday.",
  history: [
    { seq: 1, at: AT, kind: "created", by: { kind: "customer", name: "Ada" } },
    { seq: 2, at: AT, kind: "status", by: { kind: "agent", name: "Grace" }, status: "in_progress" },
    {
      seq: 3,
      at: AT,
      kind: "comment",
      by: { kind: "agent", name: "Grace" },
      text: "A new one is on its way.",
    },
  ],
}
const { messageLength } = DEFAULT_SETTINGS.limits
const NO_SUCH = { 401: USUAL[401], 404: "There is no such ticket, or it is another's." } as const
const id: Parameter = { description: "The ticket's `id`.", schema: z.string(), example: "T-17" }

/** A customer's own tickets; docs/chat-api.md says the same in prose. */
export const ticketOperations: readonly Operation[] = [
  {
    method: "get",
    path: "/api/chat/tickets",
    id: "listTickets",
    tag: "Tickets",
    summary: "This customer's tickets, the newest first",
    security: TOKEN,
    query: ticketsSchema,
    replies: {
      200: {
        description: "Theirs and no others.",
        schema: ticketsReplySchema,
        examples: { one: { tickets: [TICKET] } },
      },
    },
    errors: { 401: USUAL[401] },
  },
  {
    method: "post",
    path: "/api/chat/tickets",
    id: "openTicket",
    tag: "Tickets",
    summary: "Open a ticket",
    description: `A name and an address are needed where they are not known. With \`sessionId\` what was said in that session goes along,
and its events tell what becomes of the ticket.`,
    security: TOKEN,
    body: {
      schema: newTicketSchema(messageLength),
      examples: {
        session: {
          clientId: "a retry under the same name makes no second ticket",
          sessionId: "cs_7Yq2kNfX0aVbT4sLw9RzPd",
          description: "My kettle leaks since yesterday.",
        },
        whole: {
          clientId: "another name",
          subject: "My kettle leaks",
          description: "My kettle leaks since yesterday.",
          priority: "high",
          name: "Ada",
          email: "ada@example.com",
        },
      },
    },
    replies: {
      201: { description: "It is there.", schema: ticketDetailSchema, examples: { opened: DETAIL } },
      200: {
        description: "It was opened before under the same `clientId`.",
        schema: ticketDetailSchema,
        examples: { opened: DETAIL },
      },
    },
    errors: {
      401: USUAL[401],
      404: "There is no such session, or it is another's.",
      429: "Ten tickets an hour may come from a customer, and as many go to one address; sixty come from one network address.",
    },
  },
  {
    method: "get",
    path: "/api/chat/tickets/:id",
    id: "showTicket",
    tag: "Tickets",
    summary: "A ticket of this customer's",
    security: TOKEN,
    params: { id },
    replies: {
      200: {
        description: "With what the customer may know of its history.",
        schema: ticketDetailSchema,
        examples: { one: DETAIL },
      },
    },
    errors: NO_SUCH,
  },
  {
    method: "post",
    path: "/api/chat/tickets/:id/comments",
    id: "commentOnTicket",
    tag: "Tickets",
    summary: "Say something about a ticket",
    description: "A closed one is open again by it.",
    security: TOKEN,
    params: { id },
    body: {
      schema: ticketCommentSchema(messageLength),
      examples: { question: { clientId: "a name of yours", text: "When will it be here?" } },
    },
    replies: {
      201: {
        description: "It is stored; the ticket as it is then.",
        schema: ticketDetailSchema,
        examples: { said: DETAIL },
      },
      200: {
        description: "It was stored before under the same `clientId`.",
        schema: ticketDetailSchema,
        examples: { said: DETAIL },
      },
    },
    errors: { ...NO_SUCH, 429: TOO_MUCH },
  },
]
