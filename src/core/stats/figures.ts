import { addUp } from "./add-up.ts"
import { OUTCOMES, type Outcome } from "./conversation-facts.ts"
import { type Day, weekdayOf } from "./days.ts"
import {
  type AgentTally,
  type ConversationTally,
  type DeskTally,
  emptyAgent,
  emptyConversations,
  emptyDesk,
  type Times,
  zeros,
} from "./tally.ts"

/** What a day comes to. */
export interface DayTally {
  day: Day
  conversations: ConversationTally
  desk: DeskTally
  /** By number. */
  agents: readonly (readonly [number, AgentTally])[]
}

/** Whole seconds; null where there is nothing to tell of. */
export interface TimeFigures {
  count: number
  median: number | null
  p90: number | null
  mean: number | null
}

export interface RatingFigures {
  count: number
  mean: number | null
  /** How often 1 to 5 was given. */
  scores: readonly number[]
}

export interface AgentFigures {
  number: number
  name: string
  conversations: number
  messages: number
  responseToWish: TimeFigures
  resolution: TimeFigures
  rating: RatingFigures
}

export interface DayFigures {
  day: Day
  conversations: number
  messages: number
  outcomes: Readonly<Record<Outcome, number>>
  handedOver: number
  medianResponseToWish: number | null
}

export interface ConversationFigures {
  conversations: number
  open: number
  messages: { customer: number; bot: number; agent: number; total: number }
  outcomes: Readonly<Record<Outcome, number>>
  handedOver: number
  handoffs: number
  transfers: number
  reopened: number
  firstResponse: { bot: TimeFigures; person: TimeFigures; toWish: TimeFigures }
  queueWait: TimeFigures
  resolution: { bot: TimeFigures; person: TimeFigures }
  /** Questions by how sure the bot was of its answer, in tenths. */
  confidence: readonly number[]
  feedback: { up: number; down: number }
  rating: RatingFigures
  /** Conversations begun, by weekday from Monday and hour. */
  hours: readonly (readonly number[])[]
}

/** A span's figures, of a partner and its agents; `DEFINITIONS` says what each means. */
export interface Figures extends ConversationFigures, DeskTally {
  agents: readonly AgentFigures[]
  days: readonly DayFigures[]
}

export interface NamedAgent {
  number: number
  name: string
}

/** Puts days together. Medians are of all their conversations, never of other medians. */
export function figuresFrom(days: readonly DayTally[], agents: readonly NamedAgent[]): Figures {
  const all = addUp(
    emptyConversations(),
    days.map(({ conversations }) => conversations),
  )
  const desk = addUp(
    emptyDesk(),
    days.map((day) => day.desk),
  )
  return {
    ...conversationFigures(all, days),
    ...desk,
    agents: agentFigures(days, agents),
    days: days.map(ofDay),
  }
}

function conversationFigures(all: ConversationTally, days: readonly DayTally[]): ConversationFigures {
  const { customer, bot, agent } = all.messages
  return {
    conversations: all.conversations,
    open: all.open,
    messages: { customer, bot, agent, total: customer + bot + agent },
    outcomes: inOrder(all.outcomes),
    handedOver: all.handedOver,
    handoffs: all.handoffs,
    transfers: all.transfers,
    reopened: all.reopened,
    firstResponse: {
      bot: timeFigures(all.botFirstResponse),
      person: timeFigures(all.personFirstResponse),
      toWish: timeFigures(all.personResponseToWish),
    },
    queueWait: timeFigures(all.queueWait),
    resolution: { bot: timeFigures(all.botResolution), person: timeFigures(all.personResolution) },
    confidence: all.confidence,
    feedback: all.feedback,
    rating: ratingFigures(all.ratings),
    hours: byWeekday(days),
  }
}

function inOrder(outcomes: Readonly<Record<Outcome, number>>): Record<Outcome, number> {
  return Object.fromEntries(OUTCOMES.map((outcome) => [outcome, outcomes[outcome]])) as Record<
    Outcome,
    number
  >
}

/** Who has left is told of as long as there is something to tell. */
function agentFigures(days: readonly DayTally[], agents: readonly NamedAgent[]): AgentFigures[] {
  const found = new Map<number, AgentTally[]>(agents.map(({ number }) => [number, []]))
  for (const day of days)
    for (const [number, tally] of day.agents) found.set(number, [...(found.get(number) ?? []), tally])
  return [...found]
    .sort(([a], [b]) => a - b)
    .map(([number, tallies]) => {
      const { responseToWish, resolution, ratings, ...counts } = addUp(emptyAgent(), tallies)
      return {
        number,
        name: agents.find((agent) => agent.number === number)?.name ?? `Agent ${number}`,
        ...counts,
        responseToWish: timeFigures(responseToWish),
        resolution: timeFigures(resolution),
        rating: ratingFigures(ratings),
      }
    })
}

function ofDay({ day, conversations: tally }: DayTally): DayFigures {
  const { customer, bot, agent } = tally.messages
  return {
    day,
    conversations: tally.conversations,
    messages: customer + bot + agent,
    outcomes: inOrder(tally.outcomes),
    handedOver: tally.handedOver,
    medianResponseToWish: timeFigures(tally.personResponseToWish).median,
  }
}

function byWeekday(days: readonly DayTally[]): number[][] {
  const week = Array.from({ length: 7 }, () => zeros(24))
  for (const { day, conversations } of days) {
    const weekday = weekdayOf(day)
    week[weekday] = (week[weekday] ?? []).map((count, hour) => count + (conversations.hours[hour] ?? 0))
  }
  return week
}

/**
 * The median is the middle one, or halfway between the two in the middle; p90 is the shortest time within which nine of ten
 * were done. All are rounded to whole seconds.
 */
export function timeFigures(times: Times): TimeFigures {
  const count = times.reduce((sum, [, n]) => sum + n, 0)
  if (count === 0) return { count: 0, median: null, p90: null, mean: null }
  const sum = times.reduce((total, [seconds, n]) => total + seconds * n, 0)
  const lower = nth(times, Math.ceil(count / 2))
  const upper = nth(times, Math.floor(count / 2) + 1)
  return {
    count,
    median: Math.round((lower + upper) / 2),
    p90: nth(times, Math.ceil((count * 9) / 10)),
    mean: Math.round(sum / count),
  }
}

/** The time in that place, counted from 1. */
function nth(times: Times, place: number): number {
  let before = 0
  for (const [seconds, count] of times) {
    before += count
    if (before >= place) return seconds
  }
  return 0
}

/** The mean has two decimals. */
function ratingFigures(scores: readonly number[]): RatingFigures {
  const count = scores.reduce((sum, n) => sum + n, 0)
  const sum = scores.reduce((total, n, i) => total + n * (i + 1), 0)
  return { count, mean: count === 0 ? null : Math.round((sum / count) * 100) / 100, scores }
}
