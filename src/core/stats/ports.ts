import type { ConversationRecord } from "./conversation-facts.ts"
import type { Day, Span } from "./days.ts"
import type { DayTally, NamedAgent } from "./figures.ts"

/** A question that the bot or the partner's own chatbot was asked, by whatever contract. */
export interface AskedQuestion {
  text: string
  /** Tells customers apart, and says nothing else. */
  askedBy: string
  /** `chat`: in a conversation, which counts it as well. */
  agentType: string
  /** 0..1. */
  confidence: number
  escalation: string | undefined
  smallTalk: boolean
}

/** Figures as they are stored. */
export interface StoredDay extends DayTally {
  timeZone: string
  /** Whether it was counted by the present definitions. */
  isPresent: boolean
  /** When counting it began, in milliseconds since 1970. */
  countedAt: number
}

/** A day as it has just been counted. */
export type CountedDay = Omit<StoredDay, "isPresent" | "countedAt">

/** What figures are counted from: raw rows, read a few at a time, so that nobody waits for them. */
export interface StatsPorts {
  /** Conversations of which a customer's message, or the opening, lies in the span; each once. */
  conversationsIn(partnerId: string, span: Span): AsyncIterable<readonly ConversationRecord[]>
  /** When conversations began in which something has happened since, and when they were opened. */
  startsOfTouched(partnerId: string, since: number): AsyncIterable<readonly number[]>
  questionsIn(partnerId: string, span: Span): AsyncIterable<readonly AskedQuestion[]>
  /** Thumbs for answers that were given outside of conversations. */
  thumbsIn(partnerId: string, span: Span): Promise<{ up: number; down: number }>
  /** Tickets that were made in the span, and those that were closed in it for the first time. */
  ticketsIn(partnerId: string, span: Span): Promise<{ opened: number; closed: number }>
  /** When the first thing happened that there still is. */
  firstAt(partnerId: string): Promise<number | undefined>
  /** By number; those whose account is closed among them. */
  agents(partnerId: string): Promise<readonly (NamedAgent & { disabled: boolean })[]>
  /** In their order. */
  storedDays(partnerId: string, from: Day, to: Day): Promise<StoredDay[]>
  /**
   * In the place of what was stored of that day, unless that holds.
   *
   * @param since when counting it began: what happened before is in it
   */
  saveDay(partnerId: string, counted: CountedDay, since: number): Promise<void>
  /** What happened before is in every day that is stored, as far as it belongs there. */
  countedUpTo(partnerId: string): Promise<number>
  /** Days that began before have lost rows to their age: what is stored of them holds. */
  keptUpTo(partnerId: string): Promise<number>
  now(): Date
}
