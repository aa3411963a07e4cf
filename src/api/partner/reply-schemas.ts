import { z } from "zod"

const id = z.number().int()
const time = z.iso.datetime()
const status = z.enum(["waiting", "active", "closed"])

export const registrationReplySchema = z.object({
  message: z.string(),
  partnerId: z.string(),
  apiKey: z.string().describe("The secret key. It is shown this once."),
  name: z.string(),
  domain: z.string(),
  widgetKey: z.string(),
})

export const customerReplySchema = z.object({
  id: z.string().describe("Yours."),
  email: z.string().nullable(),
  name: z.string().nullable(),
  birthdate: z.iso.date().nullable(),
  createdAt: time,
  updatedAt: time,
})

export const conversationSchema = z.object({
  id: id.describe("Counts your conversations from 1."),
  customerId: z.string(),
  agentId: id.optional().describe("There once somebody has taken the conversation."),
  status,
  createdAt: time,
  updatedAt: time,
})

export const newConversationSchema = conversationSchema.extend({
  sessionToken: z.string().describe("Whoever has it is that customer, for thirty days."),
})

export const messageReplySchema = z.object({
  id: id.describe("Rises within a conversation."),
  conversationId: id,
  senderId: z.string().describe("The customer's id, `agent-2`, `bot` or `system`."),
  content: z.string(),
  isFromAgent: z.boolean().describe("True of everybody but the customer, the bot included."),
  timestamp: time,
  readStatus: z.boolean().describe("Whether the other side has read it."),
  metadata: z
    .record(z.string(), z.unknown())
    .optional()
    .describe(
      "What its sender sent along. Of the bot's answers `commandType` is `answer`, with confidence and sources in `value`.",
    ),
  clientMessageId: z.string().optional().describe("What its sender named it."),
})

const seq = id.describe("The event's number in its conversation.")

const messageFrameSchema = z.object({ type: z.literal("message"), seq, payload: messageReplySchema })
const readFrameSchema = z.object({
  type: z.literal("read"),
  seq,
  payload: z.object({
    conversationId: id,
    messageId: id.describe("Read up to there."),
    by: z.enum(["customer", "agent"]),
  }),
})
const statusFrameSchema = z.object({
  type: z.literal("status"),
  seq,
  payload: z.object({
    conversationId: id,
    status,
    agentId: id.nullish(),
    reason: z.string(),
  }),
})
export const frameReplySchema = z.discriminatedUnion("type", [
  messageFrameSchema,
  readFrameSchema,
  statusFrameSchema,
])

export const eventsReplySchema = z.object({
  events: z.array(frameReplySchema).describe("As the socket sends them."),
  lastSeq: id.describe("Ask for what comes after it."),
})

export const conversationsSchema = z.array(conversationSchema)
export const messagesReplySchema = z.array(messageReplySchema)
