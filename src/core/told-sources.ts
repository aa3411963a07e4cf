import type { Answer, Source } from "./answer.ts"

/**
 * The articles that a customer is told an answer is from. What is quoted is quoted from the best one alone; a language model
 * had all of them before it, and where there is no answer, they are what was looked at.
 */
export function toldSources({ sources, composedBy }: Pick<Answer, "sources" | "composedBy">): Source[] {
  return composedBy === "extract" ? sources.slice(0, 1) : sources
}
