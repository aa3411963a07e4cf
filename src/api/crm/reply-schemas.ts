import { z } from "zod"

const share = z.number().min(0).max(1)
const numbers = z.record(z.string(), z.number())

const sourceSchema = z.object({
  title: z.string(),
  confidence: share,
  entry_type: z.string(),
  entry_id: z.string(),
  url: z.string().optional().describe("Where the article has one."),
})

const debugSchema = z.object({
  composed_by: z.enum(["smalltalk", "extract", "llm", "gate"]),
  llm_fault: z
    .string()
    .optional()
    .describe("Where `degraded` is true: why the language model's answer was not sent."),
  threshold: share.describe("An answer must be at least so sure."),
  passages: z.array(
    z.object({
      kb: z.string(),
      entry_id: z.string(),
      title: z.string(),
      section: z.array(z.string()),
      text: z.string(),
      score: z.number(),
      scores: numbers,
    }),
  ),
  gate: z
    .array(z.object({ feature: z.string(), value: z.number(), effect: z.number() }))
    .describe("What spoke for the answer and what against it."),
  timings_ms: numbers,
  tokens: z.object({ prompt: z.number().int(), completion: z.number().int() }),
})

export const chatReplySchema = z.object({
  response: z.string().describe("The answer, in Markdown."),
  session_id: z
    .string()
    .describe("Use it from now on; it differs from yours where that session belongs to another user."),
  timestamp: z.iso.datetime(),
  requires_escalation: z
    .boolean()
    .describe("True: record a failure and offer a ticket. False: offer thumbs."),
  escalation_reason: z
    .enum(["low_confidence", "no_results", "human_requested"])
    .optional()
    .describe(
      "Only where `requires_escalation` is true; `human_requested` where the user asked for a person.",
    ),
  classification_confidence: share.describe("The probability that the answer is right."),
  sources: z.array(sourceSchema).max(3),
  degraded: z
    .boolean()
    .optional()
    .describe("True where a language model is configured and could not be used for this answer."),
  debug: debugSchema.optional().describe("Only for the type `test`."),
})

export const failureReplySchema = z.object({ failure_id: z.uuid() })

export const ticketReplySchema = z.object({
  ticket_id: z.string().describe("Freshdesk's number, or chatd's own, such as `T-1`."),
})

export const successSchema = z.object({ success: z.literal(true) })

const serviceStatus = z.enum(["healthy", "degraded", "down"])
export const healthReplySchema = z.object({
  overall_status: serviceStatus,
  services: z.record(z.string(), z.object({ status: serviceStatus, detail: z.string().optional() })),
  summary: z.object({
    total: z.number().int(),
    healthy: z.number().int(),
    degraded: z.number().int(),
    down: z.number().int(),
  }),
})
