import type { Answer, Source } from "./answer.ts"

/**
 * The articles that a customer is told an answer is from. What is quoted is quoted from the best one of each question; a language model
 * had all of them before it, and where there is no answer, they are what was looked at.
 */
export function toldSources({
  sources,
  composedBy,
  quoted = 1,
}: Pick<Answer, "sources" | "composedBy" | "quoted">): Source[] {
  return composedBy === "extract" ? sources.slice(0, quoted) : sources
}

/** Whether some of several questions are answered, and a person is needed for the others. */
export function answersInPart({
  escalation,
  composedBy,
}: Pick<Answer, "escalation" | "composedBy">): boolean {
  return escalation !== undefined && (composedBy === "extract" || composedBy === "llm")
}
