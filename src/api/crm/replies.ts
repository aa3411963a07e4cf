import type { Asked } from "../../core/ask-question.ts"
import type { AgentType } from "../../core/customer.ts"
import { toldSources } from "../../core/told-sources.ts"

/** A chat reply as the CRM guide writes it; `test` sees how it came about. */
export function chatReply(agentType: AgentType, { sessionId, answer, at }: Asked): Record<string, unknown> {
  const reply = {
    response: answer.text,
    session_id: sessionId,
    timestamp: at.toISOString(),
    requires_escalation: answer.escalation !== undefined,
    ...(answer.escalation && { escalation_reason: answer.escalation }),
    classification_confidence: round(answer.confidence),
    sources: toldSources(answer).map((source) => ({
      title: source.title,
      confidence: round(source.confidence),
      entry_type: source.entryType,
      entry_id: source.articleId,
      ...(source.url && { url: source.url }),
    })),
    ...(answer.degraded && { degraded: true }),
  }
  return agentType === "test" ? { ...reply, debug: debugReply(answer) } : reply
}

function debugReply(answer: Asked["answer"]): Record<string, unknown> {
  return {
    composed_by: answer.composedBy,
    ...(answer.fault && { llm_fault: answer.fault }),
    threshold: round(answer.threshold),
    passages: answer.passages.map((passage) => ({
      kb: passage.kb,
      entry_id: passage.articleId,
      title: passage.title,
      section: passage.section,
      text: passage.text,
      score: round(passage.score),
      scores: rounded(passage.scores),
    })),
    gate: answer.contributions.map(({ feature, value, effect }) => ({
      feature,
      value: round(value),
      effect: round(effect),
    })),
    timings_ms: rounded(answer.timings),
    tokens: answer.tokens,
  }
}

function round(value: number): number {
  return Math.round(value * 10_000) / 10_000
}

function rounded(values: Record<string, number | undefined>): Record<string, number | undefined> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, value === undefined ? undefined : round(value)]),
  )
}
