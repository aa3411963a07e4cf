/** One question put to a knowledge base, as the measures need it. */
export interface Judged {
  /** Articles that answer it; empty if none does and it should be escalated. */
  gold: readonly string[]
  /** Article ids as retrieved, best first. */
  ranked: readonly string[]
  /** The gate's probability that the first is right, 0..1. */
  confidence: number
  /** Whether the gate answered. */
  answered: boolean
  latencyMs: number
}

/** All shares are 0..1; NaN where there was nothing to measure. */
export interface KbMetrics {
  /** Of the answerable: the first article is right. */
  "recall@1": number
  "recall@5": number
  /** Mean reciprocal rank of the first right article among ten. */
  "mrr@10": number
  /** Binary gain, log2 discount (Järvelin & Kekäläinen 2002). */
  "ndcg@10": number
  /** Of confidence, for "answerable and the first article is right". */
  auroc: number
  /** Share of all questions that were answered. */
  coverage: number
  /** Of the answered: answerable and right. */
  precision: number
  /** Of the unanswerable: escalated. */
  escalated_unanswerable: number
  /** Expected calibration error over ten bins of equal width (Guo et al. 2017). */
  ece: number
  latency_ms: { p50: number; p95: number }
}

/** Measures a knowledge base by questions that were put to it. */
export function evaluate(judged: readonly Judged[]): KbMetrics {
  const answerable = judged.filter((one) => one.gold.length > 0)
  const unanswerable = judged.filter((one) => one.gold.length === 0)
  const answered = judged.filter((one) => one.answered)
  const points = judged.map((one) => ({ confidence: one.confidence, correct: isCorrect(one) }))
  const latencies = judged.map((one) => one.latencyMs)
  return {
    "recall@1": mean(answerable.map((one) => recallAt(one, 1))),
    "recall@5": mean(answerable.map((one) => recallAt(one, 5))),
    "mrr@10": mean(answerable.map(reciprocalRank)),
    "ndcg@10": mean(answerable.map(ndcg)),
    auroc: auroc(points),
    coverage: answered.length / judged.length,
    precision: mean(answered.map((one) => Number(isCorrect(one)))),
    escalated_unanswerable: mean(unanswerable.map((one) => Number(!one.answered))),
    ece: ece(points),
    latency_ms: { p50: quantile(latencies, 0.5), p95: quantile(latencies, 0.95) },
  }
}

/** Answerable, and the first article answers it. */
export function isCorrect(one: Pick<Judged, "gold" | "ranked">): boolean {
  const first = one.ranked[0]
  return first !== undefined && one.gold.includes(first)
}

/** 1 if any right article is among the first k. */
function recallAt(one: Judged, k: number): number {
  return Number(one.ranked.slice(0, k).some((id) => one.gold.includes(id)))
}

function reciprocalRank(one: Judged): number {
  const rank = one.ranked.slice(0, 10).findIndex((id) => one.gold.includes(id))
  return rank < 0 ? 0 : 1 / (rank + 1)
}

function ndcg(one: Judged): number {
  const gains = one.ranked.slice(0, 10).map((id, i) => (one.gold.includes(id) ? discount(i) : 0))
  const ideal = one.gold.slice(0, 10).map((_, i) => discount(i))
  return sum(gains) / sum(ideal)
}

function discount(rankFromZero: number): number {
  return 1 / Math.log2(rankFromZero + 2)
}

export interface Point {
  confidence: number
  correct: boolean
}

/** Area under the ROC curve as the Mann-Whitney statistic; ties count half. */
export function auroc(points: readonly Point[]): number {
  const sorted = [...points].sort((a, b) => a.confidence - b.confidence)
  const positives = sorted.filter((point) => point.correct).length
  let rankSum = 0
  for (let start = 0; start < sorted.length; ) {
    let end = start
    while (end < sorted.length && sorted[end]?.confidence === sorted[start]?.confidence) end++
    const hits = sorted.slice(start, end).filter((point) => point.correct).length
    rankSum += hits * ((start + 1 + end) / 2)
    start = end
  }
  return (rankSum - (positives * (positives + 1)) / 2) / (positives * (sorted.length - positives))
}

const BINS = 10

/**
 * Expected calibration error, 0..1: how far confidence is from the share that is right, by bins of equal width, weighted by
 * how many are in each (Guo et al. 2017). NaN of nothing.
 */
export function ece(points: readonly Point[]): number {
  let error = 0
  for (let bin = 0; bin < BINS; bin++) {
    const inside = points.filter((point) => Math.min(BINS - 1, Math.floor(point.confidence * BINS)) === bin)
    const gap = sum(inside.map((point) => point.confidence - Number(point.correct)))
    error += Math.abs(gap)
  }
  return error / points.length
}

/** Nearest-rank quantile: the smallest value that at least this share of the values does not exceed. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? Number.NaN : sum(values) / values.length
}
