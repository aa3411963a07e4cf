import { z } from "zod"

const shortText = z.string().trim().min(1).max(200)
const metadata = z
  .record(z.string().max(100), z.unknown())
  .refine((value) => JSON.stringify(value).length <= 8_192, "must be at most 8 KB of JSON")

/** What a sender calls its message. */
const clientId = z.string().regex(/^\P{Cc}{1,100}$/u, "must have 1 to 100 visible characters")
const seq = z.number().int().min(0)

const customerDetails = {
  name: shortText.optional(),
  email: z.email("must be an e-mail address").max(254).optional(),
  phone: z.string().trim().max(40).optional(),
}

export const openSchema = z.object({
  widgetKey: z.string().max(200).optional(),
  sessionToken: z.string().max(2_000).optional(),
  identity: z
    .union([
      z.object({ customerId: shortText, signature: z.string().min(1).max(200) }),
      z.object({ jwt: z.string().min(1).max(8_000) }),
    ])
    .optional(),
  customerId: z.string().max(200).optional(),
  resumeOnly: z.boolean().optional(),
  consent: z.boolean().optional(),
  locale: z.string().max(35).optional(),
  page: z
    .object({
      url: z.string().max(2_000).optional(),
      title: z.string().max(300).optional(),
      referrer: z.string().max(2_000).optional(),
    })
    .optional(),
  ...customerDetails,
})

export const messageSchema = z.object({
  clientId: clientId.optional(),
  text: z.string(),
  metadata: metadata.optional(),
})

/** @param messageLength characters that a message may have */
export const handoffSchema = (messageLength: number) =>
  z.object({
    clientId,
    ...customerDetails,
    message: z.string().trim().min(1, "is required").max(messageLength),
    priority: z.enum(["low", "medium", "high", "urgent"]).default("medium"),
  })

export const feedbackSchema = z.object({ seq: seq.min(1), helpful: z.boolean() })

export const ratingSchema = z.object({
  score: z.number().int().min(1).max(5),
  comment: z.string().trim().max(2_000).optional(),
})

export const transcriptSchema = z.object({
  email: z.email("must be an e-mail address").max(254),
  clientId: clientId.optional(),
})

export const readSchema = z.object({ seq })
export const typingSchema = z.object({ isTyping: z.boolean() })

const pageSize = (most: number, usual: number) => z.coerce.number().int().min(1).max(most).default(usual)

export const historySchema = z.object({
  before: z.coerce.number().int().min(1).optional(),
  limit: pageSize(200, 50),
})

export const eventsSchema = z.object({
  after: z.coerce.number().int().min(0).default(0),
  limit: pageSize(500, 500),
  wait: z.coerce.number().min(0).max(25).default(0),
})

/** What a client may send over its socket. */
export const frameSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("message"), payload: messageSchema.required({ clientId: true }) }),
  z.object({ type: z.literal("typing"), payload: typingSchema }),
  z.object({ type: z.literal("read"), payload: readSchema }),
  z.object({ type: z.literal("sync"), payload: z.object({ after: seq }) }),
  z.object({ type: z.literal("ping"), payload: z.unknown().optional() }),
])
export type ChatFrame = z.output<typeof frameSchema>
