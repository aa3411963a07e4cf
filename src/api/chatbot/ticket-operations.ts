import { z } from "zod"
import type { Operation } from "../../http/openapi/contract.ts"
import { ADMINS, FORBIDDEN, SESSION_NAME, TICKET_UUID, UNAUTHENTICATED, VISITORS } from "./operation-parts.ts"
import { showTicketSchema, ticketReplySchema, updateTicketSchema } from "./ticket-schemas.ts"

const TICKET = {
  uuid: TICKET_UUID,
  ticket_id: "T-17",
  status: "Open",
  priority: "Urgent",
  subject: "Cookies were not delivered",
  message: "Cookies were not delivered",
  name: "Ada Lovelace",
  email: "ada@example.com",
  phone: "000000000",
  session_id: SESSION_NAME,
  created_at: "2026-11-21T10:00:00.000Z",
  updated_at: "2026-11-21T10:00:00.000Z",
  closed_at: null,
}

const NOT_FOUND = "There is no such ticket, or it is another's."
const BOTH = [...new Set([...ADMINS, ...VISITORS])]

export const ticketOperations: readonly Operation[] = [
  {
    method: "put",
    path: "/ticket",
    id: "updateTicket",
    tag: "Ticket",
    summary: "Update Ticket",
    description: `Where a reply had \`is_human_handoff\` and a \`ticket_uuid\`, the form that the user fills in goes here with that uuid, and becomes
the ticket: \`message\`, \`name\`, \`email\`, and perhaps \`phone\` and \`priority\`. The team and the user are mailed. Sent again, it is
the same ticket; another \`message\` becomes a comment on it.

Of a ticket that is there, admins and the partner's server change \`status\`, \`priority\` and \`subject\`; they and its owner may
\`comment\`.`,
    security: BOTH,
    body: {
      schema: updateTicketSchema,
      examples: {
        form: {
          uuid: TICKET_UUID,
          token: "pk_…",
          name: "Ada Lovelace",
          email: "ada@example.com",
          phone: "000000000",
          message: "Cookies were not delivered",
          priority: "Urgent",
        },
        status: { uuid: TICKET_UUID, status: "Inprogress" },
      },
    },
    replies: {
      200: { description: "As it is now.", schema: ticketReplySchema, examples: { open: TICKET } },
    },
    errors: {
      401: UNAUTHENTICATED,
      403: `${FORBIDDEN} Or a change that only admins and the partner's server may make.`,
      404: NOT_FOUND,
      429: "Too many tickets within an hour, or too much within a minute.",
    },
  },
  {
    method: "get",
    path: "/ticket/:uuid",
    id: "getTicket",
    tag: "Ticket",
    summary: "Get Ticket",
    description: "For its owner, admins, and the partner's server.",
    security: BOTH,
    params: {
      uuid: { description: "The ticket's.", schema: z.string(), example: TICKET_UUID },
    },
    query: showTicketSchema,
    replies: {
      200: { description: "As it is now.", schema: ticketReplySchema, examples: { open: TICKET } },
    },
    errors: { 401: UNAUTHENTICATED, 403: FORBIDDEN, 404: NOT_FOUND },
  },
]
