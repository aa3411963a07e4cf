import { z } from "zod"
import type { Operation, Parameter } from "../../http/openapi/contract.ts"
import { ticketCsvHead } from "./ticket-export.ts"
import {
  ticketChangeSchema,
  ticketDetailSchema,
  ticketExportReplySchema,
  ticketSchema,
  ticketsReplySchema,
} from "./ticket-reply-schemas.ts"
import {
  changeTicketSchema,
  newTicketSchema,
  ticketCommentSchema,
  ticketExportSchema,
  ticketListSchema,
} from "./ticket-schemas.ts"

const AT = "2026-11-21T10:00:00.000Z"

export const EXAMPLE_TICKET = {
  number: 7,
  reference: "T-7",
  uuid: "3f0e9c1a-4b7d-4c55-9a8e-0d6f2b1c7e90",
  subject: "My kettle leaks",
  status: "open",
  priority: "medium",
  requester: { name: "Ada", email: "ada@example.com", phone: null },
  customer: "v-cust-1",
  conversation: 17,
  assignee: { number: 2, name: "Grace" },
  source: "handoff",
  external: null,
  createdAt: AT,
  updatedAt: AT,
  closedAt: null,
}
const COMMENT = {
  seq: 2,
  at: AT,
  actor: { id: "agent-2", name: "Grace" },
  kind: "comment",
  from: null,
  to: null,
  text: "A new one is on its way.",
  visibility: "public",
}
const HISTORY = [
  { seq: 1, at: AT, actor: { id: "customer", name: "Ada" }, kind: "created", from: null, to: null },
  COMMENT,
]
const DETAIL = {
  ticket: EXAMPLE_TICKET,
  description: "My kettle leaks since yesterday.",
  history: HISTORY,
  transcript: [{ role: "user", name: "Ada", content: "My kettle leaks", timestamp: AT }],
}
const SAID = { clientId: "6f1c", text: "A new one is on its way.", visibility: "public" }
const security = ["deskToken"] as const
const NO_TOKEN = { 401: "No token, or one that does not hold any more." } as const
const NOT_MINE = { 403: "`view=mine` of the operator, who is no agent." } as const
const ERRORS = { ...NO_TOKEN, 404: "There is no such ticket." } as const
const number: Parameter = {
  description: "The ticket's number, `T-` and its number, or its uuid.",
  schema: z.string(),
  example: "7",
}
const about = { tag: "Tickets", security, params: { number } } as const

/** Tickets, whichever door they came through; docs/tickets.md says what they are. */
export const ticketOperations: readonly Operation[] = [
  {
    method: "get",
    path: "/api/desk/tickets",
    id: "listTickets",
    tag: "Tickets",
    summary: "List tickets, the newest first",
    security,
    query: ticketListSchema,
    replies: {
      200: {
        description: "The tickets.",
        schema: ticketsReplySchema,
        examples: { one: { tickets: [EXAMPLE_TICKET], more: false } },
      },
    },
    errors: { ...NO_TOKEN, ...NOT_MINE },
  },
  {
    method: "post",
    path: "/api/desk/tickets",
    id: "openTicket",
    tag: "Tickets",
    summary: "Open a ticket for a customer, a conversation or somebody else",
    description:
      "What was said in the conversation goes along. A name and an address of the requester are needed.",
    security,
    body: {
      schema: newTicketSchema,
      examples: {
        conversation: { clientId: "6f1c", conversation: 17, description: "My kettle leaks." },
        somebody: {
          clientId: "6f1c",
          description: "Called: the kettle leaks.",
          priority: "high",
          requester: { name: "Ada", email: "ada@example.com" },
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
    errors: { ...NO_TOKEN, 404: "There is no such conversation or customer." },
  },
  {
    method: "get",
    path: "/api/desk/tickets/export",
    id: "exportTickets",
    tag: "Tickets",
    summary: "Tickets as a file",
    description: "CSV with one row a ticket or, with `format=json`, with everything that happened to each.",
    security,
    query: ticketExportSchema,
    replies: {
      200: {
        description: "The file.",
        schema: ticketExportReplySchema,
        asText: { "text/csv": ticketCsvHead() },
        examples: { one: [{ ...EXAMPLE_TICKET, description: DETAIL.description, history: HISTORY }] },
      },
    },
    errors: { ...NO_TOKEN, ...NOT_MINE },
  },
  {
    ...about,
    method: "get",
    path: "/api/desk/tickets/:number",
    id: "showTicket",
    summary: "A ticket with its history",
    replies: {
      200: { description: "The ticket.", schema: ticketDetailSchema, examples: { open: DETAIL } },
    },
    errors: ERRORS,
  },
  {
    ...about,
    method: "patch",
    path: "/api/desk/tickets/:number",
    id: "changeTicket",
    summary: "Change a ticket's status, priority, subject or assignee",
    description: "What is absent stays; what is so already is not noted again.",
    body: {
      schema: changeTicketSchema,
      examples: { take: { status: "in_progress", assignee: 2 }, leave: { assignee: null } },
    },
    replies: {
      200: { description: "As it is now.", schema: ticketSchema, examples: { changed: EXAMPLE_TICKET } },
    },
    errors: { ...ERRORS, 409: "The `clientId` named a comment." },
  },
  {
    ...about,
    method: "post",
    path: "/api/desk/tickets/:number/comments",
    id: "commentOnTicket",
    summary: "Say something about a ticket",
    body: { schema: ticketCommentSchema, examples: { public: SAID } },
    replies: {
      201: { description: "It is stored.", schema: ticketChangeSchema, examples: { stored: COMMENT } },
      200: {
        description: "It was stored before under the same `clientId`.",
        schema: ticketChangeSchema,
        examples: { stored: COMMENT },
      },
    },
    errors: { ...ERRORS, 409: "The `clientId` named a change." },
  },
]
