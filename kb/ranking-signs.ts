import type { ComponentScores } from "./retrieval.ts"
import { denseScore } from "./score.ts"

/** An article scored for a question. */
export interface Scored {
  components: ComponentScores
  score: number
}

/** What one ranking shows by itself. */
export interface RankingSigns {
  /** Score of the first article. */
  score: number
  /** The same minus that of the second. */
  margin: number
  /** Vectors alone: the first article against the best of the others. Negative if words decided. */
  denseMargin: number
  /** What the head learned from the examples says of the first; its dense score where there is none. */
  head: number
  /** Logarithm of the first article's share in a softmax over all scores. */
  softmax: number
  /** Standard deviations of the first score above the mean of the candidates. */
  zScore: number
}

/** Inverse temperature of the softmax over scores: a lead of a tenth makes 20 to 1. */
const SHARPNESS = 30

/** The signs of a ranking, best first; undefined if it is empty. */
export function rankingSigns(ranked: readonly Scored[]): RankingSigns | undefined {
  const [first, second] = ranked
  if (!first) return undefined
  const scores = ranked.map((one) => one.score)
  const dense = denseScore(first.components)
  const rivals = ranked.slice(1).map((one) => denseScore(one.components))
  return {
    score: first.score,
    margin: first.score - (second?.score ?? 0),
    denseMargin: dense - (rivals.length > 0 ? Math.max(...rivals) : 0),
    head: first.components.head ?? dense,
    softmax: -Math.log(scores.reduce((sum, score) => sum + Math.exp(SHARPNESS * (score - first.score)), 0)),
    zScore: zScore(scores),
  }
}

function zScore(scores: readonly number[]): number {
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length
  const variance = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / scores.length
  return variance === 0 ? 0 : ((scores[0] ?? 0) - mean) / Math.sqrt(variance)
}
