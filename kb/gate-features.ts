import type { ArticleEntry } from "./article-entry.ts"
import type { LexicalIndex } from "./lexical-index.ts"
import type { ComponentScores, Query } from "./retrieval.ts"

/** What the gate judges a retrieval by; every feature is a number without unit. */
export interface GateFeatures {
  /** Whether anything was found at all: 0 or 1. */
  found: number
  score: number
  /** Score of the first article minus that of the second. */
  margin: number
}

export type FeatureName = keyof GateFeatures

interface Ranked {
  entry: ArticleEntry
  components: ComponentScores
  score: number
}

interface Evidence {
  query: Query
  queryTerms: ReadonlyMap<string, number>
  ranked: readonly Ranked[]
  lexical: LexicalIndex
  /** Articles in the knowledge base. */
  articles: number
}

export function gateFeatures({ ranked }: Evidence): GateFeatures {
  const [first, second] = ranked
  const score = first?.score ?? 0
  return { found: first ? 1 : 0, score, margin: score - (second?.score ?? 0) }
}
