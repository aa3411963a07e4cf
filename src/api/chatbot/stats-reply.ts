import { z } from "zod"
import { OUTCOMES, type Outcome } from "../../core/stats/conversation-facts.ts"
import { definitionOf } from "../../core/stats/definitions.ts"
import type { RatingFigures, TimeFigures } from "../../core/stats/figures.ts"
import type { QuestionFigure } from "../../core/stats/questions.ts"
import type { StatsReport } from "../../core/stats/report.ts"

const count = z.number().int().min(0)
const seconds = count.nullable()
const times = z.object({ count, median: seconds, p90: seconds, mean: seconds })
const rating = z.object({ count, mean: z.number().nullable() })
const thumbs = z.object({ up: count, down: count })
const question = z.object({ question: z.string(), asked: count, customers: count, unsure: count })
const outcomes = z.object(
  Object.fromEntries(OUTCOMES.map((name) => [name, count])) as Record<Outcome, typeof count>,
)
const volume = {
  conversations: count,
  messages: count,
  successful: count,
  success_rate: z.number().min(0).max(1).nullable(),
  handed_over: count,
}

export const statsReplySchema = z.object({
  from: z.iso.date(),
  to: z.iso.date(),
  time_zone: z.string(),
  ...volume,
  open: count,
  outcomes,
  became_ticket: count,
  transfers: count,
  reopened: count,
  first_response: z.object({ bot: times, person: times, person_once_wanted: times }),
  queue_wait: times,
  resolution: z.object({ bot: times, person: times }),
  confidence: z.array(count).describe("Tenths, the lowest first."),
  feedback: thumbs,
  rating,
  hours: z.array(z.array(count)).describe("Seven weekdays from Monday, of 24 hours each."),
  tickets: z.object({ opened: count, closed: count }),
  crm: z.object({ questions: count, answered: count, escalated: count }),
  agents: z.array(
    z.object({
      number: count,
      name: z.string(),
      conversations: count,
      messages: count,
      response: times,
      resolution: times,
      rating,
    }),
  ),
  top_questions: z.array(question),
  top_gaps: z.array(question),
  days: z.array(z.object({ date: z.iso.date(), ...volume, outcomes })),
  definitions: z
    .record(z.string(), z.string())
    .describe("What each figure means, by its place in this reply. Times are whole seconds."),
})
export type StatsReply = z.output<typeof statsReplySchema>

/** What the figures of `chatd stats` are called here. */
const NAMES: Readonly<Record<string, string>> = {
  conversations: "conversations",
  open: "open",
  messages: "messages",
  handed_over: "handedOver",
  ...Object.fromEntries(OUTCOMES.map((name) => [`outcomes.${name}`, `outcomes.${name}`])),
  became_ticket: "handoffs",
  transfers: "transfers",
  reopened: "reopened",
  "first_response.bot": "firstResponse.bot",
  "first_response.person": "firstResponse.person",
  "first_response.person_once_wanted": "firstResponse.toWish",
  queue_wait: "queueWait",
  "resolution.bot": "resolution.bot",
  "resolution.person": "resolution.person",
  confidence: "confidence",
  feedback: "feedback",
  rating: "rating",
  hours: "hours",
  "tickets.opened": "tickets.opened",
  "tickets.closed": "tickets.closed",
  crm: "crm",
  "agents.conversations": "agents.conversations",
  "agents.messages": "agents.messages",
  "agents.response": "agents.responseToWish",
  "agents.resolution": "agents.resolution",
  "agents.rating": "agents.rating",
  top_questions: "topQuestions",
  top_gaps: "topGaps",
}

export const STATS_DEFINITIONS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(Object.entries(NAMES).map(([name, figure]) => [name, definitionOf(figure).text])),
  successful: "Conversations that were answered, by the bot or by a person.",
  success_rate:
    "Successful ones among those in which something was asked and that are not pending, 0 to 1; null where there are none.",
}

/** The figures of `chatd stats`, with S0's success rate. */
export function statsReply(report: StatsReport): StatsReply {
  const { bot, person, toWish } = report.firstResponse
  const { questions, answered, escalated } = report.crm
  return {
    from: report.from,
    to: report.to,
    time_zone: report.timeZone,
    ...volumeOf(report, report.messages.total),
    open: report.open,
    outcomes: report.outcomes,
    became_ticket: report.handoffs,
    transfers: report.transfers,
    reopened: report.reopened,
    first_response: { bot, person, person_once_wanted: toWish },
    queue_wait: report.queueWait,
    resolution: report.resolution,
    confidence: [...report.confidence],
    feedback: report.feedback,
    rating: ratingOf(report.rating),
    hours: report.hours.map((day) => [...day]),
    tickets: report.tickets,
    crm: { questions, answered, escalated },
    agents: report.agents.map(({ number, name, conversations, messages, responseToWish, ...agent }) => ({
      number,
      name,
      conversations,
      messages,
      response: responseToWish,
      resolution: agent.resolution satisfies TimeFigures,
      rating: ratingOf(agent.rating),
    })),
    top_questions: report.topQuestions.map(questionOf),
    top_gaps: report.topGaps.map(questionOf),
    days: report.days.map((one) => ({
      date: one.day,
      ...volumeOf(one, one.messages),
      outcomes: one.outcomes,
    })),
    definitions: STATS_DEFINITIONS,
  }
}

interface Volume {
  conversations: number
  outcomes: Readonly<Record<Outcome, number>>
  handedOver: number
}

function volumeOf({ conversations, outcomes, handedOver }: Volume, messages: number) {
  const successful = outcomes.answered_by_bot + outcomes.answered_by_person
  const judged = conversations - outcomes.pending - outcomes.no_question
  return {
    conversations,
    messages,
    successful,
    success_rate: judged > 0 ? successful / judged : null,
    handed_over: handedOver,
  }
}

function ratingOf({ count: given, mean }: RatingFigures) {
  return { count: given, mean }
}

function questionOf({ text, asked, customers, unsure }: QuestionFigure) {
  return { question: text, asked, customers, unsure }
}
