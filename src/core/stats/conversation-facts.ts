import { isUnsure } from "../answer.ts"
import type { AnswerNote, ConversationEvent, SenderKind } from "../conversations/conversation.ts"
import { answerNoteOf, intentNameOf } from "../conversations/said-by-bot.ts"
import { agentNumber } from "../conversations/senders.ts"

/** What is read of a conversation. */
export interface ConversationRecord {
  number: number
  /** Milliseconds since 1970. */
  openedAt: number
  /** How the partner's agents call its customer: `v-` or `u-` and the id. */
  customer: string
  /** All of them, in their order. */
  events: readonly ConversationEvent[]
}

/** What became of a conversation; docs/stats.md says when each holds. The first that holds is taken. */
export const OUTCOMES = [
  "answered_by_person",
  "escalated",
  "answered_by_bot",
  "abandoned",
  "no_question",
  "pending",
] as const
export type Outcome = (typeof OUTCOMES)[number]

/** A conversation as figures count it: one row of `chatd stats --csv`. Times of day are milliseconds since 1970. */
export interface ConversationFacts {
  number: number
  openedAt: number
  /** Whose was the first message. */
  openedBy: SenderKind | "nobody"
  customer: string
  /** The first message of its customer, or when it was opened where they wrote none: this decides to which day it belongs. */
  startedAt: number
  firstCustomerMessageAt: number | undefined
  firstBotAnswerAt: number | undefined
  firstPersonAnswerAt: number | undefined
  /** When a person was first wanted, and when one first had the conversation after that. */
  wantedAt: number | undefined
  helpedAt: number | undefined
  /** Of one that is closed now: see {@link resolution}. */
  resolvedAt: number | undefined
  /** The last closing of one that is closed now. */
  closedAt: number | undefined
  reopened: number
  outcome: Outcome
  messages: { customer: number; bot: number; agent: number }
  /** Answers that the bot gave out of what it knows, and questions that it was not sure enough of. */
  botAnswers: number
  botUnsure: number
  /** How sure the bot was, of each question that it looked up; in ten-thousandths. */
  confidences: readonly number[]
  /** Whole seconds. */
  seconds: {
    botFirstResponse: number | undefined
    personFirstResponse: number | undefined
    /** From the wish for a person to the first word of one. */
    personResponseToWish: number | undefined
    queueWait: number | undefined
    resolution: number | undefined
  }
  handedOver: boolean
  /** Tickets made of it. */
  tickets: number
  transfers: number
  feedback: { up: number; down: number }
  /** 1 to 5. */
  rating: number | undefined
  /** Those who said something, by number; and how much. */
  agents: readonly { number: number; messages: number }[]
  /** Who first answered the wish for a person, and who spoke last. */
  firstAgent: number | undefined
  lastAgent: number | undefined
}

/** Reads the facts out of a conversation's log, and out of nothing else. Notes count for nothing. */
export function factsOf({ number, openedAt, customer, events }: ConversationRecord): ConversationFacts {
  const messages = events.filter(({ type }) => type === "message")
  const statuses = events.filter(({ type }) => type === "status")
  const fromCustomer = messages.filter(({ sender }) => sender.kind === "customer")
  const fromAgents = messages.filter(({ sender }) => sender.kind === "agent")
  const first = fromCustomer[0]
  const after = (seq: number | undefined) => (event: ConversationEvent) =>
    seq !== undefined && event.seq > seq
  const answers = messages.filter(isAnswer)
  const botAnswer = answers.find(after(first?.seq))
  const personAnswer = fromAgents.find(after(first?.seq))
  const wanted = statuses.find(({ data }) => data?.reason === "person_requested")
  const toWish = fromAgents.find(after(wanted?.seq))
  const helped = statuses.find((event) => after(wanted?.seq)(event) && isWithPerson(event))
  const looked = events.flatMap((event) => lookUpIn(event) ?? [])
  const tickets = new Set(events.flatMap((event) => (event.type === "ticket" ? [event.data?.ticketId] : [])))
    .size
  const handedOver = statuses.some(isHandedOver)
  const byPerson = fromAgents.find(({ seq }) => seq === personAnswer?.seq || seq === toWish?.seq)
  const end = ending(events, Math.max(fromCustomer.at(-1)?.seq ?? 0, byPerson?.seq ?? 0))
  const outcome = outcomeOf({
    asked: fromCustomer.length > 0 && !isSmallTalk(messages),
    byPerson: byPerson !== undefined,
    byBot: endsWithAnswer(messages),
    awaited: statuses.some(isAwaited) || (fromAgents.length === 0 && isHandedOver(statuses.at(-1))),
    ticketed: tickets > 0,
    closed: end.closedAt !== undefined,
  })
  return {
    number,
    openedAt,
    openedBy: messages[0]?.sender.kind ?? "nobody",
    customer,
    startedAt: first?.at ?? openedAt,
    firstCustomerMessageAt: first?.at,
    firstBotAnswerAt: botAnswer?.at,
    firstPersonAnswerAt: personAnswer?.at,
    wantedAt: wanted?.at,
    helpedAt: helped?.at,
    ...end,
    reopened: statuses.filter(({ data }) => data?.reason === "reopened").length,
    outcome,
    messages: {
      customer: fromCustomer.length,
      bot: messages.filter(({ sender }) => sender.kind === "bot").length,
      agent: fromAgents.length,
    },
    botAnswers: answers.length,
    botUnsure: looked.filter(({ sure }) => !sure).length,
    confidences: looked.map(({ confidence }) => confidence),
    seconds: {
      botFirstResponse: between(first?.at, botAnswer?.at),
      personFirstResponse: between(first?.at, personAnswer?.at),
      personResponseToWish: between(wanted?.at, toWish?.at),
      queueWait: between(wanted?.at, helped?.at),
      resolution:
        outcome === "answered_by_bot" || outcome === "answered_by_person"
          ? between(first?.at, end.resolvedAt)
          : undefined,
    },
    handedOver,
    tickets,
    transfers: transfersIn(statuses),
    feedback: feedbackIn(events),
    rating: ratingIn(events),
    ...agentsIn(fromAgents),
    firstAgent: toWish && agentNumber(toWish.sender.id),
  }
}

/** Whether anything happened in it: who opens a chat and goes has had none. */
export function isCounted({ events }: Pick<ConversationRecord, "events">): boolean {
  return events.some(({ type }) => type !== "note" && type !== "read")
}

function outcomeOf(is: {
  asked: boolean
  byPerson: boolean
  byBot: boolean
  awaited: boolean
  ticketed: boolean
  closed: boolean
}): Outcome {
  if (is.byPerson) return "answered_by_person"
  if (is.ticketed) return "escalated"
  if (is.awaited) return is.closed ? "abandoned" : "escalated"
  if (!is.asked) return "no_question"
  if (is.byBot) return "answered_by_bot"
  return is.closed ? "abandoned" : "pending"
}

/** What of an event says whether it is an answer. */
type Said = Pick<ConversationEvent, "type" | "sender" | "data">

function noteIn({ type, sender, data }: Said): AnswerNote | undefined {
  return type === "message" && sender.kind === "bot" ? answerNoteOf({ data }) : undefined
}

/** An answer to a question, out of what the bot knows: a thumb is asked for it. */
export function isAnswer(event: Said): boolean {
  const note = noteIn(event)
  return note !== undefined && note.escalation === null && !isChat(event)
}

/** What the bot says to small talk. */
function isChat(event: Said): boolean {
  const note = noteIn(event)
  if (!note || note.escalation !== null || note.feedback) return false
  const intent = intentNameOf(event)
  return intent === undefined || intent === "smalltalk"
}

/** Whether the last that the bot had to say to a question was an answer. */
function endsWithAnswer(messages: readonly ConversationEvent[]): boolean {
  const last = messages.findLast((event) => noteIn(event) !== undefined && !isChat(event))
  return last !== undefined && isAnswer(last)
}

/** Whether the bot took all that was said for small talk. */
function isSmallTalk(messages: readonly ConversationEvent[]): boolean {
  const said = messages.filter(({ sender }) => sender.kind === "bot")
  return said.length > 0 && said.every(isChat)
}

/** A question that the bot looked up. */
export interface LookUp {
  /** In ten-thousandths. */
  confidence: number
  sure: boolean
}

/** The bot's verdict on a question that it looked up, where an event is one. */
export function lookUpIn(event: Said): LookUp | undefined {
  const note = noteIn(event)
  if (note && isAnswer(event)) return { confidence: tenThousandths(note.confidence), sure: true }
  if (note && isUnsure(note.escalation?.reason))
    return { confidence: tenThousandths(note.confidence), sure: false }
  // Where somebody is there, the bot that is not sure hands over instead of saying so.
  const why = whyIn(event)
  if (why?.reason !== "not_sure" || typeof why.confidence !== "number") return undefined
  return { confidence: tenThousandths(why.confidence), sure: false }
}

/** Why a person is wanted, where an event says it. */
export function whyIn({ type, data }: Said): { reason?: unknown; confidence?: unknown } | undefined {
  return type === "status" ? (data?.why as { reason?: unknown; confidence?: unknown }) : undefined
}

/** A confidence of 0 to 1 as a whole number, so that sums of many are exact. */
export function tenThousandths(confidence: number): number {
  return Math.round(Math.min(1, Math.max(0, confidence)) * 10_000)
}

function isWithPerson({ data }: ConversationEvent): boolean {
  return data?.handler === "person" && data.status === "active"
}

function isHandedOver(status: ConversationEvent | undefined): boolean {
  return status?.data?.handler === "person" && status.data.status !== "closed"
}

/** Whether a person is waited for from then on. Agents who take or open one to look into it are not. */
function isAwaited({ sender, data }: ConversationEvent): boolean {
  if (data?.reason === "reopened" && sender.kind === "agent") return false
  return data?.handler === "person" && data.status === "waiting"
}

/**
 * One that was opened again is resolved once: at the first closing after the last thing that its customer said and the first
 * that a person did, and only where it is closed now. Where the clock closed it, it was resolved with the last message: nobody
 * worked after that.
 */
function ending(
  events: readonly ConversationEvent[],
  said: number,
): { resolvedAt: number | undefined; closedAt: number | undefined } {
  const statuses = events.filter(({ type }) => type === "status")
  const last = statuses.at(-1)
  if (last?.data?.status !== "closed") return { resolvedAt: undefined, closedAt: undefined }
  const closing = statuses.find(({ seq, data }) => seq > said && data?.status === "closed") ?? last
  const lastWord = events.findLast(({ type, seq }) => type === "message" && seq < closing.seq)
  const resolvedAt = closing.data?.reason === "timeout" && lastWord ? lastWord.at : closing.at
  return { resolvedAt, closedAt: last.at }
}

/** How often one agent's became another one's. */
function transfersIn(statuses: readonly ConversationEvent[]): number {
  const keepers = statuses.flatMap(({ data }) => (typeof data?.agentId === "number" ? data.agentId : []))
  return keepers.filter((keeper, i) => i > 0 && keeper !== keepers[i - 1]).length
}

function feedbackIn(events: readonly ConversationEvent[]): { up: number; down: number } {
  const thumbs = events.filter(({ type }) => type === "feedback")
  const up = thumbs.filter(({ data }) => data?.helpful === true).length
  return { up, down: thumbs.length - up }
}

function ratingIn(events: readonly ConversationEvent[]): number | undefined {
  const score = events.findLast(({ type }) => type === "rating")?.data?.score
  return typeof score === "number" ? score : undefined
}

function agentsIn(messages: readonly ConversationEvent[]): Pick<ConversationFacts, "agents" | "lastAgent"> {
  const said = new Map<number, number>()
  let lastAgent: number | undefined
  for (const { sender } of messages) {
    const number = agentNumber(sender.id)
    lastAgent = number
    if (number !== undefined) said.set(number, (said.get(number) ?? 0) + 1)
  }
  const agents = [...said]
    .map(([number, messages]) => ({ number, messages }))
    .sort((a, b) => a.number - b.number)
  return { agents, lastAgent }
}

/** Clocks of two servers may differ: nothing takes less than no time. */
function between(from: number | undefined, to: number | undefined): number | undefined {
  return from === undefined || to === undefined ? undefined : Math.max(0, Math.round((to - from) / 1000))
}
