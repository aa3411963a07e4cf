import type { RankingSigns } from "./ranking-signs.ts"

export interface Spread {
  mean: number
  /** Standard deviation. */
  deviation: number
}

/**
 * How rankings look in one knowledge base when the answer is there and when it is not, without any labelled question:
 * its own examples (or titles and headings) are asked of it. For a near miss the whole article they belong to is hidden;
 * for a hit only the example itself. What is plain in one knowledge base is doubtful in another, and this tells them apart.
 */
export interface KbProfile {
  nearMiss: Record<keyof RankingSigns, Spread>
  /** Absent without example questions. */
  hit: Record<keyof RankingSigns, Spread> | undefined
}

/** Fewest rehearsed questions that a profile may rest on. */
const MIN_REHEARSED = 5
/** Added to a distance between means, so that a knowledge base whose two cases look alike does not blow features up. */
const SMALLEST_GAP = 0.02

/**
 * What rehearsed questions come to.
 *
 * @param nearMisses rankings from which the right article was kept out
 * @param hits rankings that could find it by its other examples, title and text
 * @returns undefined where too few were rehearsed to say anything; without `hit` where too few of these were
 */
export function kbProfile(
  nearMisses: readonly RankingSigns[],
  hits: readonly RankingSigns[],
): KbProfile | undefined {
  if (nearMisses.length < MIN_REHEARSED) return undefined
  return { nearMiss: spreads(nearMisses), hit: hits.length < MIN_REHEARSED ? undefined : spreads(hits) }
}

function spreads(signs: readonly RankingSigns[]): Record<keyof RankingSigns, Spread> {
  const of = (sign: keyof RankingSigns) => spread(signs.map((one) => one[sign]))
  return {
    score: of("score"),
    margin: of("margin"),
    denseMargin: of("denseMargin"),
    head: of("head"),
    softmax: of("softmax"),
    zScore: of("zScore"),
  }
}

function spread(values: readonly number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length
  return { mean, deviation: Math.sqrt(variance) || 1 }
}

/** Standard deviations above the mean; 0 if either is unknown. */
export function standing(value: number | undefined, spread: Spread | undefined): number {
  return value === undefined || spread === undefined ? 0 : (value - spread.mean) / spread.deviation
}

/** -0.5 at the near misses' mean, 0.5 at the hits'; 0 if any is unknown. */
export function standingBetween(
  value: number | undefined,
  nearMiss: Spread | undefined,
  hit: Spread | undefined,
): number {
  if (value === undefined || !nearMiss || !hit) return 0
  return (value - (nearMiss.mean + hit.mean) / 2) / (Math.abs(hit.mean - nearMiss.mean) + SMALLEST_GAP)
}
