import { z } from "zod"
import { LONGEST_DESCRIPTION, LONGEST_URL } from "../../core/webhooks/endpoint.ts"
import { EVENT_TYPES } from "../../core/webhooks/event-types.ts"
import { pageSize } from "../../http/paging.ts"

const url = z
  .string()
  .max(LONGEST_URL + 20, `must have at most ${LONGEST_URL} characters`)
  .describe("Where events are posted: `https://…`.")
const events = z
  .array(z.string().max(60))
  .max(50)
  .nullable()
  .describe(`Which events; null for all: ${EVENT_TYPES.map((type) => `\`${type}\``).join(", ")}.`)
const description = z
  .string()
  .max(LONGEST_DESCRIPTION * 2)
  .describe("A note for yourself.")

/** Strict: a misspelt field that is ignored would be found out far too late. */
export const newWebhookSchema = z.strictObject({
  url,
  events: events.optional(),
  description: description.optional(),
})

export const webhookChangesSchema = z.strictObject({
  url: url.optional(),
  events: events.optional(),
  description: description.nullish(),
  status: z
    .enum(["active", "paused"])
    .optional()
    .describe("While it is paused, events are kept for it. One that was off begins anew."),
})

export const rotateSecretSchema = z.strictObject({
  overlapHours: z
    .number()
    .min(0)
    .max(7 * 24)
    .default(24)
    .describe("For so long events are signed with the secret before as well."),
})

export const replaySchema = z.strictObject({
  since: z.iso.datetime({ offset: true }).optional().describe("What happened then or later."),
  from: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional().describe("From this number on."),
  conversation: z.number().int().min(1).max(Number.MAX_SAFE_INTEGER).optional().describe("Of this one."),
  failed: z.boolean().optional().describe("Only what was given up."),
})

export const deliveriesSchema = z.object({
  open: z.stringbool().default(false).describe("Only what has not been taken."),
  before: z.coerce.number().int().min(1).optional().describe("Number of the last one that you have."),
  limit: pageSize(200, 50),
})

const time = z.iso.datetime()
const type = z.enum(EVENT_TYPES)

export const webhookSchema = z.object({
  number: z.number().int(),
  url: z.string(),
  description: z.string().nullable(),
  events: z.array(type).nullable().describe("Null: all."),
  status: z.enum(["active", "paused", "off"]),
  reason: z
    .enum(["by_admin", "failing", "gone"])
    .nullable()
    .describe("Why it is not active: `failing` took nothing for a day, `gone` answered 410."),
  statusAt: time,
  lastNumber: z.number().int().describe("Of its newest event."),
  lastSuccessAt: time.nullable(),
  lastError: z.string().nullable(),
  waiting: z.number().int().describe("Events that it has yet to take."),
  failed: z.number().int().describe("Events that were given up."),
  createdAt: time,
})

export const newWebhookReplySchema = webhookSchema.extend({
  secret: z.string().describe("What events are signed with. It is shown this once."),
})
export const webhooksReplySchema = z.object({ webhooks: z.array(webhookSchema) })
export const rotateSecretReplySchema = z.object({
  secret: z.string().describe("It is shown this once."),
  previousUntil: time.describe("Until then the one before signs along, and those that did so already."),
})
export const testReplySchema = z.object({
  ok: z.boolean(),
  status: z.number().int().nullable().describe("Null where there was no answer."),
  ms: z.number().int(),
  fault: z.string().nullable(),
  said: z.string().nullable().describe("How the answer began, at most 500 bytes."),
  remedy: z.string().nullable(),
})
export const replayReplySchema = z.object({ replayed: z.number().int() })
const deliverySchema = z.object({
  number: z.number().int(),
  type,
  of: z.object({
    kind: z.enum(["conversation", "ticket"]),
    number: z.number().int().nullable().describe("Null where it was erased."),
  }),
  state: z
    .enum(["behind", "due", "delivered", "failed"])
    .describe("`behind`: an earlier one of the same conversation or ticket comes first."),
  attempts: z.number().int(),
  at: time,
  nextAt: time.nullable(),
  deliveredAt: time.nullable(),
  lastError: z.string().nullable(),
})
export const deliveriesReplySchema = z.object({ deliveries: z.array(deliverySchema), more: z.boolean() })
