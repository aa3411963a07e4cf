import type { Intent } from "./intent.ts"
import type { Language } from "./language.ts"

/** Where an answer comes from. */
export interface Source {
  articleId: string
  title: string
  /** How sure the retriever is of this article, 0..1. */
  confidence: number
  entryType: string
  url?: string
}

export type EscalationReason = "low_confidence" | "no_results" | "human_requested"

/** Those for which nobody asked for a person: the bot looked for an answer, and was not sure of what it found. */
export const UNSURE_REASONS: readonly EscalationReason[] = ["low_confidence", "no_results"]

export function isUnsure(reason: string | undefined): boolean {
  return UNSURE_REASONS.some((one) => one === reason)
}

/** A passage that was looked at, for those who debug. */
export interface RetrievedPassage {
  kb: string
  articleId: string
  title: string
  section: readonly string[]
  text: string
  score: number
  scores: Record<string, number | undefined>
}

/** What the knowledge base, or an LLM on top of it, has to say to one message. */
export interface Answer {
  /** Markdown. */
  text: string
  /** Of the bot's own words, where the answer is such: what is added to it is said in the same. */
  language?: Language | undefined
  sources: Source[]
  /** How many of them it quotes, from the first on: one, unless several questions were answered. */
  quoted?: number
  /** Calibrated probability that the answer is right, 0..1. */
  confidence: number
  /** Confidence from which on chatd answers by itself. */
  threshold: number
  /**
   * Set when a person should take over; then `text` says so and no feedback is asked for. Where only some of several
   * questions were answered, it also says what they are answered with.
   */
  escalation: EscalationReason | undefined
  /** True where an LLM was configured and could not be used. */
  degraded: boolean
  /** Why it could not, for those who set it up. */
  fault?: string | undefined
  /** `external`: the partner's own chatbot. `tickets`: what is stored of the customer's own. */
  composedBy: "smalltalk" | "extract" | "llm" | "gate" | "external" | "tickets"
  passages: RetrievedPassage[]
  /** Why the gate decided as it did. */
  contributions: { feature: string; value: number; effect: number }[]
  /** Milliseconds a stage. */
  timings: Record<string, number>
  tokens: { prompt: number; completion: number }
  /** What the message is after; absent where the partner's own chatbot answers. */
  intent?: Intent | undefined
}

/** One earlier question of a session with its answer. */
export interface Exchange {
  question: string
  answer: string
}
