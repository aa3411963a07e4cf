import type { FeatureName, GateFeatures } from "./gate-features.ts"

/** Turns features into a probability and a probability into a decision. Plain data: fitted, stored, shown. */
export interface Calibration {
  /** Logistic model over standardised features: weight per standard deviation. */
  terms: { feature: FeatureName; mean: number; deviation: number; weight: number }[]
  bias: number
  /** Platt's correction of the log-odds for one knowledge base: slope x log-odds + offset. Neutral: 1 and 0. */
  slope: number
  offset: number
  /** Answer from this confidence on, 0..1. */
  threshold: number
}

export interface Contribution {
  feature: FeatureName
  value: number
  /** What it adds to the log-odds, against a retrieval that is average in this feature. */
  effect: number
}

export interface Decision {
  /** Probability that the first article answers the question, 0..1. */
  confidence: number
  answer: boolean
  reason: "confident" | "low_confidence" | "no_results"
  threshold: number
  /** Largest effect first. */
  contributions: Contribution[]
}

/** How sure it is of what somebody has written down as answering this very question: 24 of 26 were right on the public sets. */
const WORD_FOR_WORD = 0.95

/** Answers or escalates. Without anything found it always escalates; a question that an article names word for word it answers. */
export function decide(features: GateFeatures, calibration: Calibration): Decision {
  const { threshold } = calibration
  if (features.found === 0) {
    return { confidence: 0, answer: false, reason: "no_results", threshold, contributions: [] }
  }
  const contributions = contributionsOf(features, calibration)
  const judged = sigmoid(logOdds(features, calibration))
  const confidence = features.wordForWord ? Math.max(judged, threshold, WORD_FOR_WORD) : judged
  if (confidence > judged) {
    const effect = oddsOf(confidence) - oddsOf(judged)
    contributions.unshift({ feature: "wordForWord", value: 1, effect })
  }
  const answer = confidence >= threshold
  return { confidence, answer, reason: answer ? "confident" : "low_confidence", threshold, contributions }
}

/** Log-odds that the first article is right. */
function logOdds(features: GateFeatures, calibration: Calibration): number {
  return calibration.slope * rawLogOdds(features, calibration) + calibration.offset
}

/** Log-odds before the correction for one knowledge base. */
export function rawLogOdds(features: GateFeatures, { terms, bias }: Calibration): number {
  return terms.reduce((sum, term) => sum + term.weight * standardised(features, term), bias)
}

function contributionsOf(features: GateFeatures, { terms, slope }: Calibration): Contribution[] {
  return terms
    .map((term) => ({
      feature: term.feature,
      value: features[term.feature],
      effect: slope * term.weight * standardised(features, term),
    }))
    .sort((a, b) => Math.abs(b.effect) - Math.abs(a.effect))
}

/** In standard deviations, no further out than the fitted range reaches. */
function standardised(features: GateFeatures, term: Calibration["terms"][number]): number {
  return Math.max(-3, Math.min(3, (features[term.feature] - term.mean) / term.deviation))
}

/** The inverse of {@link sigmoid}; finite for 0 and 1. */
function oddsOf(probability: number): number {
  const inside = Math.max(1e-6, Math.min(1 - 1e-6, probability))
  return Math.log(inside / (1 - inside))
}

/** The logistic function: the probability, 0..1, that log-odds stand for. */
export function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x))
}
