import type { ComponentScores } from "./retrieval.ts"

/** Fitted on the development questions of nine public sets at once; one default for every knowledge base. */
export function articleScore(c: ComponentScores): number {
  const dense = Math.max(c.chunk, c.title, c.heading)
  if (c.example === undefined || c.examples === undefined) return 0.7 * dense + 0.3 * c.lexical
  const asked = (c.example + c.examples) / 2
  return 0.5 * asked + 0.2 * (0.6 * c.chunk + 0.4 * c.title) + 0.3 * c.lexical
}
