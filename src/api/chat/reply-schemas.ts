import { z } from "zod"
import { INTENTS } from "../../core/intent.ts"
import type { ChatTicket, ChatTicketDetail } from "./ticket-reply.ts"

const count = z.number().int().min(0)
const time = z.iso.datetime()
const status = z.enum(["waiting", "active", "closed"])
const handler = z.enum(["bot", "person"])
const agent = z.object({ id: z.number().int(), name: z.string() })

export const configSchema = z.object({
  partner: z.object({ name: z.string() }),
  theme: z.object({
    primaryColor: z.string(),
    scheme: z.enum(["auto", "light", "dark"]),
    side: z.enum(["left", "right"]),
  }),
  texts: z
    .record(z.string(), z.string())
    .describe("What replaces the client's own texts; each of them may be absent."),
  locale: z.string().nullable(),
  preChat: z.object({
    enabled: z.boolean(),
    fields: z.array(z.object({ name: z.enum(["name", "email", "phone"]), required: z.boolean() })),
  }),
  consent: z
    .object({ text: z.string(), url: z.string().optional() })
    .nullable()
    .describe("Set where the visitor must agree first."),
  idleSeconds: count,
  maxMessageLength: count,
  mail: z.boolean().describe("Whether transcripts can be mailed."),
  rating: z.boolean().describe("Whether the visitor is asked how it was."),
})

export const sessionSchema = z.object({
  id: z.string(),
  conversationId: count,
  customerId: z.string().nullable().describe("Null where a mail's link is the token."),
  verified: z.boolean().describe("Whether the partner's server says who the customer is."),
  status: status.describe("`waiting`: nobody has answered yet, or a person is waited for."),
  handler: handler.describe("Who is to answer."),
  agent: agent.nullable(),
  queue: z
    .object({ position: z.number().int().min(1) })
    .nullable()
    .describe("Its place among those who wait for a person, from 1; null where it does not."),
  customer: z.object({
    name: z.string().optional(),
    email: z.string().optional(),
    phone: z.string().optional(),
  }),
  lastSeq: count.describe("The number of the last event."),
  readByCustomer: count,
  readByAgent: count,
  idleSeconds: count,
  endsAt: time.nullable().describe("Null where the session does not end by itself."),
  createdAt: time,
  updatedAt: time,
})

export const openedSessionSchema = sessionSchema.extend({
  sessionToken: z.string().describe("The bearer of every other call."),
  resumed: z.boolean().describe("Whether it is a live session that goes on."),
})

export const listedSessionsSchema = z.array(
  sessionSchema.extend({ preview: z.string().describe("The last message's text.") }),
)

const button = z.object({
  label: z.string(),
  say: z.string().optional().describe("Sent as the visitor's message."),
  url: z.string().optional(),
})

const rich = z.object({
  buttons: z.array(button).optional(),
  cards: z
    .array(
      z.object({
        title: z.string(),
        text: z.string().optional(),
        image: z.string().optional(),
        url: z.string().optional(),
        buttons: z.array(button).optional(),
      }),
    )
    .optional(),
  form: z
    .object({
      id: z.string(),
      title: z.string().optional(),
      fields: z.array(
        z.object({
          name: z.string(),
          label: z.string(),
          type: z.enum(["text", "email", "tel", "textarea", "select"]),
          required: z.boolean().optional(),
          options: z.array(z.string()).optional(),
        }),
      ),
      submit: z.string().optional(),
    })
    .optional()
    .describe("Answered by a message whose `metadata` has the `commandType` `form`."),
})

const sender = z.object({
  kind: z.enum(["customer", "bot", "agent", "system"]),
  id: z.string().describe("`agent-2`; otherwise the `kind` again."),
  name: z.string().optional(),
})

const intent = z.object({
  name: z.enum(INTENTS),
  confidence: z.number().min(0).max(1),
  entities: z.object({
    ticketNumbers: z.array(z.string()),
    orderIds: z.array(z.string()),
    emails: z.array(z.string()),
    phones: z.array(z.string()),
    dates: z.array(z.string()),
  }),
})

const answer = z.object({
  confidence: z.number().min(0).max(1),
  sources: z.array(z.object({ title: z.string(), url: z.string().optional() })),
  feedback: z.boolean().describe("Whether to ask for a thumb; never together with an escalation."),
  escalation: z
    .object({
      reason: z
        .enum([
          "low_confidence",
          "no_results",
          "human_requested",
          "closed",
          "nobody_there",
          "external_failed",
        ])
        .describe("`closed`, `nobody_there`: people answer here, and none is there."),
      prompt: z.string(),
      opensAt: time.optional().describe("Where it is closed, and known: when people are back."),
    })
    .nullable()
    .describe("Offer a ticket or a person."),
})

export const messageReplySchema = z.object({
  seq: count,
  id: count,
  clientId: z.string().optional().describe("What its sender named it."),
  sender,
  type: z.literal("text"),
  text: z.string().describe("Markdown."),
  createdAt: time,
  answer: answer.optional().describe("Of the bot's messages."),
  intent: intent.optional().describe("Of the bot's answers: what the message that it answers was after."),
  attachments: z
    .array(z.object({ id: z.string(), name: z.string(), type: z.string(), size: z.number().int() }))
    .optional()
    .describe("Files that came along by e-mail: GET /api/chat/sessions/{id}/attachments/{file}."),
  rich: rich.optional().describe("What can be clicked."),
  metadata: z.record(z.string(), z.unknown()).optional(),
})

const event = <Type extends string, Payload extends z.ZodType>(type: Type, payload: Payload) =>
  z.object({ seq: count, type: z.literal(type), at: time, payload })

export const eventSchema = z.discriminatedUnion("type", [
  event("message", messageReplySchema),
  event(
    "status",
    z.object({
      status,
      handler,
      agent: agent.nullable(),
      reason: z.string().describe("Such as `answered`, `person_requested`, `agent_joined` or `timeout`."),
    }),
  ),
  event("read", z.object({ by: z.enum(["customer", "agent"]), seq: count.describe("Read up to there.") })),
  event("feedback", z.object({ seq: count, helpful: z.boolean() })),
  event("rating", z.object({ score: count, comment: z.string().optional() })),
  event(
    "ticket",
    z.object({
      ticketId: z.string(),
      status: z.enum(["open", "in_progress", "closed"]).describe("The ticket's, after it."),
      change: z.enum(["created", "status", "comment"]).describe("What happened to it."),
      comment: z.object({ sender, text: z.string() }).optional().describe("What was said about it."),
    }),
  ),
  event(
    "internal",
    z.null().describe("A number of the log that holds nothing for customers: count it, show nothing."),
  ),
])

export const historyReplySchema = z.object({
  messages: z.array(messageReplySchema).describe("Oldest first."),
  more: z.boolean(),
})

export const eventsReplySchema = z.object({
  events: z.array(eventSchema),
  lastSeq: count.describe("Ask for what comes after it."),
})

export const personReplySchema = z.object({
  outcome: z
    .enum(["form", "queued", "bot"])
    .describe(
      "`form`: nobody is there, show the form of a ticket; `bot`: the bot has said that nobody is there, and goes on.",
    ),
  opensAt: time.optional().describe("Beside `form`, where it is closed: when people are back."),
})
export const handoffReplySchema = z.object({ ticketId: z.string() })
export const transcriptReplySchema = z.object({ email: z.string() })

const ticketStatus = z.enum(["open", "in_progress", "closed"])
const ticketSchema = z.object({
  id: z.string().describe("What the customer knows it by."),
  subject: z.string(),
  status: ticketStatus,
  priority: z.enum(["low", "medium", "high", "urgent"]),
  createdAt: time,
  updatedAt: time,
  closedAt: time.nullable(),
}) satisfies z.ZodType<ChatTicket>

export const ticketsReplySchema = z.object({ tickets: z.array(ticketSchema) })

export const ticketDetailSchema = ticketSchema.extend({
  description: z.string(),
  history: z
    .array(
      z.object({
        seq: count,
        at: time,
        kind: z.enum(["created", "status", "comment"]),
        by: z.object({ kind: z.enum(["customer", "agent", "system"]), name: z.string().optional() }),
        status: ticketStatus.optional().describe("What it became."),
        text: z.string().optional().describe("What was said."),
      }),
    )
    .describe("In order; what agents say among themselves is not in it."),
}) satisfies z.ZodType<ChatTicketDetail>
