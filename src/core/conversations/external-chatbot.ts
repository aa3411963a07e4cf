import type { Answer } from "../answer.ts"
import type { StoredCustomer } from "../customers.ts"
import type { Partner } from "../partner.ts"
import type { Conversation, ConversationEvent } from "./conversation.ts"

/** What a partner's own chatbot is asked. */
export interface ExternalQuestion {
  partner: Partner
  conversation: Conversation
  question: ConversationEvent
  /** Undefined where they are gone. */
  customer: StoredCustomer | undefined
  /** What was said before, in order. */
  earlier: readonly ConversationEvent[]
}

export interface ExternalReply {
  /** Markdown; empty only beside `handoff`. */
  reply: string
  /** It wants a person for the customer. */
  handoff: boolean
  sources: readonly { title: string; url?: string }[]
  /** How sure it is of itself, 0..1. */
  confidence: number
  /** How long it took. */
  ms: number
}

/** It did not answer as it should. */
export interface ExternalFault {
  /** What went wrong, in words for those who help: without secrets, and nothing of what it said. */
  fault: string
}

/** Never throws. */
export type AskExternal = (question: ExternalQuestion) => Promise<ExternalReply | ExternalFault>

/** The partner's chatbot answers for itself: there is no threshold that it would have to pass. */
export function externalAnswer({ reply, sources, confidence, ms }: ExternalReply): Answer {
  return {
    text: reply,
    sources: sources.map(({ title, url }) => ({
      articleId: url ?? title,
      title,
      confidence,
      entryType: "external",
      ...(url && { url }),
    })),
    confidence,
    threshold: 0,
    escalation: undefined,
    degraded: false,
    composedBy: "external",
    passages: [],
    contributions: [],
    timings: { external: ms },
    tokens: { prompt: 0, completion: 0 },
  }
}
