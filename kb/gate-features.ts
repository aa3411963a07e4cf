import { type KbProfile, standing, standingBetween } from "./kb-profile.ts"
import type { LexicalIndex } from "./lexical-index.ts"
import { rankingSigns, type Scored } from "./ranking-signs.ts"

/** What the gate judges a retrieval by; every feature is a number without unit. */
export interface GateFeatures {
  /** Whether anything was found at all: 0 or 1. */
  found: number
  /** Whether the question stands among the first article's examples, is its title, or asks for a code that it lists, and no other: 0 or 1. */
  wordForWord: number
  score: number
  margin: number
  zScore: number
  /** Cosine of question and title where the article has examples, else 0: there a title says little about the answer. */
  exampleTitle: number
  /** Share of the question's idf mass that the knowledge base knows. */
  knownTerms: number
  /** Logarithm of 1 + the number of content words asked. */
  questionLength: number
  /** -0.5 as in a rehearsed near miss of this knowledge base, 0.5 as in a rehearsed hit; 0 without examples. */
  relativeDenseMargin: number
  relativeHead: number
  /** Standard deviations from the rehearsed hits; 0 without examples. */
  relativeMargin: number
  /** Standard deviations from the rehearsed near misses. */
  relativeSoftmax: number
}

export type FeatureName = keyof GateFeatures

/**
 * What the gate judges a ranking by.
 *
 * @param ranked best first; empty where nothing was found
 * @param queryTerms the question's terms with their weights, 0..1: less than 1 where the index does not know the word as it is written
 * @param profile undefined where too little could be rehearsed: what is relative to it is then 0
 * @param isWordForWord whether the first article, and no other, names the question itself
 */
export function gateFeatures(
  ranked: readonly Scored[],
  queryTerms: ReadonlyMap<string, number>,
  lexical: LexicalIndex,
  profile: KbProfile | undefined,
  isWordForWord: boolean,
): GateFeatures {
  const signs = rankingSigns(ranked)
  const first = ranked[0]?.components
  const { nearMiss, hit } = profile ?? {}
  return {
    found: signs ? 1 : 0,
    wordForWord: Number(isWordForWord),
    score: signs?.score ?? 0,
    margin: signs?.margin ?? 0,
    zScore: signs?.zScore ?? 0,
    exampleTitle: first?.example === undefined ? 0 : first.title,
    knownTerms: knownShare(queryTerms, lexical),
    questionLength: Math.log(1 + queryTerms.size),
    relativeDenseMargin: standingBetween(signs?.denseMargin, nearMiss?.denseMargin, hit?.denseMargin),
    relativeHead: standingBetween(signs?.head, nearMiss?.head, hit?.head),
    relativeMargin: standing(signs?.margin, hit?.margin),
    relativeSoftmax: standing(signs?.softmax, nearMiss?.softmax),
  }
}

function knownShare(queryTerms: ReadonlyMap<string, number>, lexical: LexicalIndex): number {
  let total = 0
  let known = 0
  for (const [term, weight] of queryTerms) {
    const idf = lexical.idf(term)
    total += idf
    if (lexical.has(term)) known += weight * idf
  }
  return total === 0 ? 0 : known / total
}
