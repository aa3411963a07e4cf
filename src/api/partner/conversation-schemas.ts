import { z } from "zod"
import { metadataSchema } from "../../http/metadata.ts"
import { pageSize, waitSeconds } from "../../http/paging.ts"

const id = z.number().int().min(1).max(Number.MAX_SAFE_INTEGER)
const customerId = z.string().min(1).max(200)

export const createSchema = z.object({
  customerId: customerId
    .nullish()
    .describe(
      "From your server: whose conversation it is. From a page it proves nothing and is kept as a note.",
    ),
  /** A page's customer who is not known by the partner's server: what that server signed of them. */
  identity: z
    .union(
      [
        z.object({ customerId, signature: z.string().min(1).max(200) }),
        z.object({ jwt: z.string().min(1).max(8_000) }),
      ],
      "must be { customerId, signature } or { jwt }",
    )
    .nullish()
    .describe(
      "Who a page's customer is, as your server signed it: HMAC-SHA256 in hexadecimal, or a JWT (HS256).",
    ),
  sessionToken: z.string().max(2_000).nullish().describe("Of an earlier conversation, from a page."),
})

export const messageSchema = z.object({
  conversationId: id,
  senderId: customerId.describe("The conversation's customer, or `agent-2` where `isFromAgent` is true."),
  content: z.string(),
  isFromAgent: z.boolean().default(false).describe("Only your server may say so."),
  metadata: metadataSchema.nullish().describe("Anything of yours, at most 8 KB of JSON and 20 levels deep."),
  clientMessageId: z
    .string()
    .regex(/^\P{Cc}{1,100}$/u, "must have 1 to 100 visible characters")
    .nullish()
    .describe("Makes sending again safe: the same name is stored once."),
})

export const readSchema = z.object({ messageId: id.describe("Everything up to this message was read.") })
export const typingSchema = z.object({ isTyping: z.boolean() })
export const statusSchema = z.object({ status: z.literal("closed", "can only be set to closed") })

export const conversationsQuerySchema = z.object({
  before: z.coerce.number().int().min(1).optional().describe("Conversations before the one of this id."),
  limit: pageSize(200, 200),
})

export const messagesSchema = z.object({
  after: z.coerce.number().int().min(0).optional().describe("Messages after the one of this id."),
  before: z.coerce.number().int().min(1).optional().describe("Messages before the one of this id."),
  limit: pageSize(1_000, 500),
})

export const eventsSchema = z.object({
  after: z.coerce
    .number()
    .int()
    .min(0)
    .default(0)
    .describe("The `seq` of the last event that you know, or the `id` of a message."),
  limit: pageSize(500, 500),
  wait: waitSeconds,
})

/** What a client may send over the guide's socket. */
export const frameSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("message"), payload: messageSchema }),
  z.object({ type: z.literal("typing"), payload: typingSchema.extend({ conversationId: id }) }),
  z.object({ type: z.literal("read"), payload: readSchema.extend({ conversationId: id }) }),
  z.object({
    type: z.literal("sync"),
    payload: z.object({ conversationId: id, after: z.number().int().min(0).default(0) }),
  }),
  z.object({ type: z.literal("ping"), payload: z.unknown().optional() }),
])
export type GuideFrame = z.output<typeof frameSchema>
