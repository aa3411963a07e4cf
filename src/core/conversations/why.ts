import type { Answer } from "../answer.ts"
import type { ConversationEvent, EventData } from "./conversation.ts"

/** An article that the bot looked at, and how sure it was of it, 0..1. */
export interface Tried {
  title: string
  url?: string
  score: number
}

/** Why a conversation waits for a person. For those who help alone: it stands beside what customers are told. */
export interface Why {
  /** `settings`: people answer here. `mail`: what a mail brings is a person's to answer. */
  reason: "asked" | "not_sure" | "settings" | "external_failed" | "mail"
  question: string
  /** Of the bot's best answer, 0..1; null where it looked for none. */
  confidence: number | null
  /** Best first. */
  tried: readonly Tried[]
  /** What was wrong with the partner's own chatbot. */
  fault?: string
  /** ISO 8601. */
  at: string
}

/** What the bot has found by itself. */
export type Findings = Pick<Why, "confidence" | "tried">

/** Where it did not look for an answer. */
export const NOTHING_TRIED: Findings = { confidence: null, tried: [] }

/** An answer's articles with their scores, also where the customer was shown none. */
export function findingsOf({ confidence, sources, composedBy }: Answer): Findings {
  if (composedBy === "smalltalk" || composedBy === "tickets") return NOTHING_TRIED
  return {
    confidence: rounded(confidence),
    tried: sources.map(({ title, url, confidence: score }) => ({
      title,
      ...(url && { url }),
      score: rounded(score),
    })),
  }
}

/** What the bot found when it last answered. */
export function lastFindings(messages: readonly ConversationEvent[]): Findings {
  const data = messages.findLast(({ sender, data }) => sender.kind === "bot" && data?.tried)?.data
  if (!data) return NOTHING_TRIED
  const { answer, tried } = data as { answer?: { confidence: number }; tried: Tried[] }
  return { confidence: answer?.confidence ?? null, tried }
}

/**
 * The reason as the event bears it that brings a person.
 *
 * @param at milliseconds since 1970
 */
export function whyData(why: Omit<Why, "at">, at: number): EventData {
  return { why: { ...why, at: new Date(at).toISOString() } satisfies Why }
}

function rounded(score: number): number {
  return Math.round(score * 10_000) / 10_000
}
