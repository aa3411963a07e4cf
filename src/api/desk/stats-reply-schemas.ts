import { z } from "zod"
import type { OUTCOMES } from "../../core/stats/conversation-facts.ts"
import type { StatsReply } from "./protocol.ts"

const count = z.number().int().min(0)
const day = z.iso.date()
const seconds = count.nullable()
const times = z.object({ count, median: seconds, p90: seconds, mean: seconds })
const rating = z.object({
  count,
  mean: z.number().nullable(),
  scores: z.array(count).describe("How often 1 to 5 was given."),
})
const thumbs = z.object({ up: count, down: count })
const tenths = z.array(count).describe("Tenths of confidence, the lowest first.")
const outcomes = z.object({
  answered_by_person: count,
  escalated: count,
  answered_by_bot: count,
  abandoned: count,
  no_question: count,
  pending: count,
} satisfies Record<(typeof OUTCOMES)[number], z.ZodType>)

const conversationFigures = {
  conversations: count,
  open: count,
  messages: z.object({ customer: count, bot: count, agent: count, total: count }),
  outcomes,
  handedOver: count,
  handoffs: count,
  transfers: count,
  reopened: count,
  firstResponse: z.object({ bot: times, person: times, toWish: times }),
  queueWait: times,
  resolution: z.object({ bot: times, person: times }),
  confidence: tenths,
  feedback: thumbs,
  rating,
  hours: z.array(z.array(count)).describe("Seven weekdays from Monday, of 24 hours each."),
}
const question = z.object({ text: z.string(), asked: count, customers: count, unsure: count })

export const statsReplySchema = z.object({
  from: day,
  to: day,
  timeZone: z.string(),
  ...conversationFigures,
  crm: z.object({
    questions: count,
    answered: count,
    escalated: count,
    confidence: tenths,
    feedback: thumbs,
  }),
  tickets: z.object({ opened: count, closed: count }),
  agents: z.array(
    z.object({
      number: count,
      name: z.string(),
      conversations: count,
      messages: count,
      responseToWish: times,
      resolution: times,
      rating,
    }),
  ),
  days: z.array(
    z.object({
      day,
      conversations: count,
      messages: count,
      outcomes,
      handedOver: count,
      medianResponseToWish: seconds,
    }),
  ),
  topQuestions: z.array(question),
  topGaps: z.array(question),
  questionsFrom: day,
  before: z.object({ from: day, to: day, ...conversationFigures }).nullable(),
  definitions: z.array(
    z.object({
      name: z.string(),
      label: z.string(),
      unit: z.enum(["count", "seconds", "share", "score"]),
      text: z.string(),
    }),
  ),
}) as unknown as z.ZodType<StatsReply>

export const statsRunReplySchema = z.object({ days: count.describe("Days that were counted.") })
