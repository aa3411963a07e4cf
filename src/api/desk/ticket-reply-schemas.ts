import { z } from "zod"
import type { DeskTicket, DeskTicketChange, DeskTicketDetail } from "./protocol.ts"
import { ticketPrioritySchema, ticketStatusSchema } from "./ticket-schemas.ts"

/** What the desk replies with about tickets, for its OpenAPI document. */

const count = z.number().int().min(0)
const time = z.iso.datetime()

export const ticketSchema = z.object({
  number: count.describe("Calls name it by this, by `T-` and this, or by its `uuid`."),
  reference: z.string().describe("What the requester knows: our number as `T-7`, or Freshdesk's."),
  uuid: z.string(),
  subject: z.string(),
  status: ticketStatusSchema,
  priority: ticketPrioritySchema,
  requester: z.object({
    name: z.string(),
    email: z.string(),
    phone: z.string().nullable(),
    crm: z
      .object({
        id: z.string(),
        agency: z.string(),
        office: z.string(),
        company: z.string().optional(),
        division: z.string().optional(),
        userType: z.string().optional(),
      })
      .optional()
      .describe("A CRM's user, as the CRM describes them; nothing of it is proven."),
  }),
  customer: z.string().nullable().describe("`ref` of the customer who sees it in the chat."),
  conversation: count.nullable().describe("Number of the one that it came of."),
  assignee: z.object({ number: count, name: z.string() }).nullable().describe("Which agent has it."),
  source: z
    .enum(["failure", "handoff", "chat", "desk", "mail", "form", "chatbot"])
    .describe("Through which door it came."),
  external: z.object({ id: z.string(), url: z.string().nullable() }).nullable().describe("Freshdesk's."),
  createdAt: time,
  updatedAt: time,
  closedAt: time.nullable(),
}) satisfies z.ZodType<DeskTicket>

export const ticketChangeSchema = z.object({
  seq: count,
  at: time,
  actor: z.object({
    id: z.string().describe("`agent-2`, `customer`, `operator`, or the system that it came from."),
    name: z.string(),
  }),
  kind: z.enum(["created", "status", "priority", "subject", "assignee", "comment"]),
  from: z.string().nullable(),
  to: z.string().nullable().describe("Of an assignee the number; null: nobody."),
  fromName: z.string().optional().describe("What that agent is called."),
  toName: z.string().optional(),
  text: z.string().optional().describe("A comment's."),
  visibility: z.enum(["public", "internal"]).optional(),
  attachments: z
    .array(z.object({ id: z.string(), name: z.string(), type: z.string(), size: count }))
    .optional()
    .describe("Files that came along by e-mail: GET /api/desk/attachments/{id}. Not in exports."),
}) satisfies z.ZodType<DeskTicketChange>

export const ticketDetailSchema = z.object({
  ticket: ticketSchema,
  description: z.string(),
  history: z.array(ticketChangeSchema).describe("In order."),
  transcript: z
    .array(
      z.object({
        role: z.enum(["user", "assistant"]),
        name: z.string().optional(),
        content: z.string(),
        timestamp: z.string(),
      }),
    )
    .describe("What was said before it."),
}) satisfies z.ZodType<DeskTicketDetail>

export const ticketsReplySchema = z.object({
  tickets: z.array(ticketSchema),
  more: z.boolean().describe("Whether there are older ones."),
})

export const ticketExportReplySchema = z.array(
  ticketSchema.extend({ description: z.string(), history: z.array(ticketChangeSchema) }),
)
