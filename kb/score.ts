import type { ComponentScores } from "./retrieval.ts"

/** Weights of one default for every knowledge base, chosen on the development questions of nine public sets at once. */
const LEXICAL = 0.3
const WITH_EXAMPLES = { head: 0.5, nearest: 0.5, chunk: 0.06, title: 0.04, lexical: 0.2 }
const WITH_EXAMPLES_SUM = Object.values(WITH_EXAMPLES).reduce((sum, weight) => sum + weight, 0)

/** Evens out that the nearest of many examples lies nearer than the nearest of few chunks. */
const NO_EXAMPLES_BONUS = 0.25

/** How well an article matches, all ways of looking together. */
export function articleScore(c: ComponentScores): number {
  if (c.example === undefined && c.head === undefined)
    return (1 - LEXICAL) * denseScore(c) + LEXICAL * c.lexical
  const w = WITH_EXAMPLES
  const nearest = c.example === undefined ? denseScore(c) + NO_EXAMPLES_BONUS : denseScore(c)
  const sum = w.head * (c.head ?? nearest) + w.nearest * nearest + w.chunk * c.chunk + w.title * c.title
  return (sum + w.lexical * c.lexical) / WITH_EXAMPLES_SUM
}

/** The part of it that goes by vectors alone, without anything learned. */
export function denseScore(c: ComponentScores): number {
  if (c.example !== undefined && c.examples !== undefined) return (c.example + c.examples) / 2
  return 0.3 * Math.max(c.chunk, c.title, c.heading) + 0.5 * c.chunk + 0.2 * c.title
}
