import { z } from "zod"
import { MOST_EVENTS } from "../../core/conversations/message-id.ts"
import { emailAddress } from "../../email-address.ts"
import { metadataSchema } from "../../http/metadata.ts"
import { pageSize, waitSeconds } from "../../http/paging.ts"

const shortText = z.string().trim().min(1).max(200)

/** Of a site, in characters. */
const LONGEST_DESCRIPTION = 5_000
/** What a sender calls its message. */
const clientId = z
  .string()
  .regex(/^\P{Cc}{1,100}$/u, "must have 1 to 100 visible characters")
  .describe("A name that you give it: what is sent again under the same name is stored once.")
const email = emailAddress().max(254)
const seq = z.number().int().min(0).max(MOST_EVENTS)

/** A field that may be left out: `null` is the same, as many programs write what they have not. */
function optional<T extends z.ZodType>(schema: T) {
  return schema.nullish().transform((value) => value ?? undefined)
}

const customerDetails = {
  name: optional(shortText),
  email: optional(email),
  phone: optional(z.string().trim().max(40)),
}

export const openSchema = z.object({
  widgetKey: optional(z.string().max(200)).describe("May also be the bearer."),
  sessionToken: optional(z.string().max(2_000)).describe("From an earlier session, if there is one."),
  identity: optional(
    z.union(
      [
        z.object({ customerId: shortText, signature: z.string().min(1).max(200) }),
        z.object({ jwt: z.string().min(1).max(8_000) }),
      ],
      "must be { customerId, signature } or { jwt }",
    ),
  ).describe(
    "Who the customer is, as the partner's server signed it: HMAC-SHA256 in hexadecimal, or a JWT (HS256).",
  ),
  customerId: optional(z.string().max(200)).describe(
    "A hint without a proof; kept as a note, opens nothing.",
  ),
  resumeOnly: optional(z.boolean()).describe("Make nothing new: 404 where no live session is there."),
  consent: optional(z.boolean()).describe("Required where the widget's configuration asks for it."),
  locale: optional(z.string().max(35)),
  page: optional(
    z.object({
      url: optional(z.string().max(2_000)),
      title: optional(z.string().max(300)),
      referrer: optional(z.string().max(2_000)),
    }),
  ),
  site: optional(
    z.object({
      url: optional(z.string().max(2_000)),
      // Longer ones are cut: nobody is kept from the chat by what a page says of its site.
      description: optional(z.string().transform((text) => text.slice(0, LONGEST_DESCRIPTION))),
    }),
  ).describe(
    "What the chat is about, as the page says: a site of the partner's is read into the knowledge base at first sight.",
  ),
  ...customerDetails,
})

export const messageSchema = z.object({
  clientId: optional(clientId),
  text: z.string(),
  metadata: optional(metadataSchema).describe("Anything of yours, at most 8 KB of JSON and 20 levels deep."),
})

const priority = z
  .enum(["low", "medium", "high", "urgent"])
  .nullish()
  .transform((value) => value ?? "medium")

/** @param messageLength characters that a message may have */
export const handoffSchema = (messageLength: number) =>
  z.object({
    clientId,
    ...customerDetails,
    message: z.string().trim().min(1, "is required").max(messageLength),
    priority,
  })

/** @param messageLength characters that a message may have */
export const newTicketSchema = (messageLength: number) =>
  z.object({
    clientId,
    ...customerDetails,
    sessionId: optional(z.string().max(100)).describe("A session of the customer's that it is about."),
    subject: optional(shortText).describe("Made of the description where it is absent."),
    description: z.string().trim().min(1, "is required").max(messageLength),
    priority,
  })

/** @param messageLength characters that a message may have */
export const ticketCommentSchema = (messageLength: number) =>
  z.object({ clientId, text: z.string().trim().min(1, "is required").max(messageLength) })

export const feedbackSchema = z.object({ seq: seq.min(1), helpful: z.boolean() })

export const ratingSchema = z.object({
  score: z.number().int().min(1).max(5),
  comment: optional(z.string().trim().max(2_000)),
})

export const transcriptSchema = z.object({
  email,
  clientId: optional(clientId),
})

export const readSchema = z.object({ seq: seq.describe("Everything up to there was seen.") })
export const typingSchema = z.object({ isTyping: z.boolean() })

export const ticketsSchema = z.object({ limit: pageSize(100, 50) })

export const historySchema = z.object({
  before: z.coerce
    .number()
    .int()
    .min(1)
    .max(MOST_EVENTS)
    .optional()
    .describe("Messages before the one of this `seq`."),
  limit: pageSize(200, 50),
})

export const eventsSchema = z.object({
  after: z.coerce
    .number()
    .int()
    .min(0)
    .max(MOST_EVENTS)
    .default(0)
    .describe("The `seq` of the last event that you know."),
  limit: pageSize(500, 500),
  wait: waitSeconds,
})

/** What a client may send over its socket. */
export const frameSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("message"), payload: messageSchema.extend({ clientId }) }),
  z.object({ type: z.literal("typing"), payload: typingSchema }),
  z.object({ type: z.literal("read"), payload: readSchema }),
  z.object({ type: z.literal("sync"), payload: z.object({ after: seq }) }),
  z.object({ type: z.literal("ping"), payload: z.unknown().optional() }),
])
export type ChatFrame = z.output<typeof frameSchema>
