import { z } from "zod"
import type {
  ConversationDetail,
  CustomerDetail,
  DeskEvent,
  DeskFlashback,
  RouteDecisionReply,
  StoredWhy,
  Summary,
  Transcript,
  Why,
} from "./protocol.ts"
import { customerReplySchema } from "./reply-schemas.ts"
import { ticketSchema } from "./ticket-reply-schemas.ts"

/** What the desk replies with about conversations, for its OpenAPI document. */

const count = z.number().int().min(0)
const time = z.iso.datetime()
const senderKind = z.enum(["customer", "bot", "agent", "system"])
const status = z.enum(["waiting", "active", "closed"])
const handler = z.enum(["bot", "person"])
const agent = z.object({ number: count, name: z.string() })
const source = z.object({ title: z.string(), url: z.string().optional() })

export const summarySchema = z.object({
  number: count,
  status,
  handler: handler.describe("Who is to answer."),
  priority: z.enum(["low", "medium", "high", "urgent"]),
  customer: z.object({
    ref: z.string(),
    id: z.string(),
    name: z.string().nullable(),
    email: z.string().nullable(),
    verified: z.boolean(),
    here: z.boolean().describe("Whether a client of theirs is connected to this server."),
  }),
  agent: agent.nullable().describe("Who has it, or had it last where it is closed."),
  lastSeq: count.describe("Of its last event."),
  readByAgent: count,
  readByCustomer: count,
  unread: count.describe("The customer's messages after `readByAgent`; 1,000 at most."),
  lastMessage: z
    .object({ seq: count, from: senderKind, text: z.string().describe("200 characters at most."), at: time })
    .nullable(),
  queuedAt: time.nullable().describe("Since when a person is wanted."),
  assignedAt: time.nullable(),
  position: count.nullable().describe("In the queue, from 1."),
  createdAt: time,
  updatedAt: time,
}) satisfies z.ZodType<Summary>

const storedWhySchema = z.object({
  reason: z.enum(["asked", "not_sure", "settings", "external_failed", "mail"]),
  question: z.string(),
  confidence: z.number().nullable().describe("Of the bot's best answer."),
  tried: z.array(source.extend({ score: z.number() })).describe("What it looked at, best first."),
  fault: z.string().optional().describe("What was wrong with the partner's own chatbot."),
  at: time,
}) satisfies z.ZodType<StoredWhy>

export const whySchema = storedWhySchema.extend({
  sentiment: z
    .object({ score: z.number().min(-1).max(1), label: z.enum(["negative", "neutral", "positive"]) })
    .describe("Of the customer's last messages."),
  summary: z.array(z.string()).describe("What it is about, in four lines at most."),
}) satisfies z.ZodType<Why>

export const eventSchema = z.object({
  seq: count.describe("Counts the conversation's events from 1."),
  type: z.enum(["message", "note", "status", "read", "feedback", "rating", "ticket"]),
  at: time,
  sender: z.object({ kind: senderKind, id: z.string(), name: z.string() }),
  clientId: z.string().optional().describe("An agent's own name for what they sent."),
  text: z.string().optional(),
  data: z
    .looseObject({
      answer: z
        .object({
          confidence: z.number(),
          sources: z.array(source),
          feedback: z.boolean(),
          escalation: z.object({ reason: z.string(), prompt: z.string() }).nullable(),
        })
        .optional(),
      source: source.optional(),
      status: z.enum([...status.options, "open", "in_progress"]).optional(),
      handler: handler.optional(),
      agentId: count.nullable().optional(),
      agentName: z.string().optional(),
      reason: z
        .enum([
          "answered",
          "assigned",
          "person_requested",
          "agent_joined",
          "handed_back",
          "timeout",
          "closed_by_customer",
          "closed_by_agent",
          "reopened",
          "requeued",
        ])
        .optional(),
      why: storedWhySchema.optional(),
      seq: count.optional(),
      helpful: z.boolean().optional(),
      score: count.optional(),
      comment: z.string().optional(),
      ticketId: z.string().optional(),
      attachments: z
        .array(z.object({ id: z.string(), name: z.string(), type: z.string(), size: count }))
        .optional()
        .describe("Files that came along: GET /api/desk/attachments/{id}."),
      mail: z
        .looseObject({
          from: z.string().optional(),
          subject: z.string().optional(),
          original: z.string().optional().describe("The whole text, where anything was left out; a file."),
          leftOut: z
            .array(z.string())
            .optional()
            .describe("Names of files that were not kept: too large, or too many."),
          verified: z.literal(false).optional().describe("Not from the customer's known address."),
        })
        .optional()
        .describe("Of what came by e-mail."),
      change: z.enum(["created", "status", "comment"]).optional(),
    })
    .optional()
    .describe("What it says beside its text, by its type."),
}) satisfies z.ZodType<DeskEvent>

const moment = z.object({ month: z.string(), year: z.number().int() })
export const flashbackSchema = z.object({
  firstEventDate: moment,
  firstEventTrait: z.string(),
  secondEventDate: moment,
  secondEventTrait: z.string(),
}) satisfies z.ZodType<DeskFlashback>

export const summariesSchema = z.object({
  conversations: z.array(summarySchema),
  more: z.boolean().describe("Whether there are more of them."),
})

export const queueReplySchema = z.object({
  waiting: count,
  longestWaitSeconds: count,
  conversations: z
    .array(summarySchema)
    .describe("The first hundred, in the order in which they are handed out."),
})

export const detailSchema = z.object({
  conversation: summarySchema,
  customer: customerReplySchema,
  why: whySchema.nullable().describe("Why a person was wanted last."),
  page: z.record(z.string(), z.unknown()).nullable().describe("Where the customer was when it began."),
  flashback: flashbackSchema.nullable(),
}) satisfies z.ZodType<ConversationDetail>

export const eventsReplySchema = z.object({
  events: z.array(eventSchema),
  lastSeq: count.describe("The next `after`."),
})

export const customerDetailSchema = z.object({
  customer: customerReplySchema,
  conversations: z.array(summarySchema).describe("The newest 50."),
  tickets: z.array(ticketSchema).describe("The newest 50."),
  flashback: flashbackSchema.nullable(),
}) satisfies z.ZodType<CustomerDetail>

const routeDecisionSchema = z.object({
  at: time,
  kind: z.string(),
  agent: agent.nullable().describe("Whose it was from then on."),
  reason: z.record(z.string(), z.unknown()),
  sentence: z.string().describe("The same for people."),
}) satisfies z.ZodType<RouteDecisionReply>

export const routeReplySchema = z.object({ decisions: z.array(routeDecisionSchema) })

export const transcriptReplySchema = z.object({
  conversation: count,
  startedAt: time,
  lines: z.array(
    z.object({
      seq: count,
      type: z.enum(["message", "note"]),
      at: time,
      from: senderKind,
      name: z.string(),
      text: z.string(),
    }),
  ),
}) satisfies z.ZodType<Transcript>
