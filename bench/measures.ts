import { auroc, ece, evaluate, type Point } from "../kb/eval.ts"
import { type Calibration, decide } from "../kb/gate.ts"
import { recalibrated } from "../kb/tune.ts"
import type { Asked } from "./judge.ts"

/** One row of the table; shares 0..1. */
export interface Row {
  "recall@1": number
  "recall@5": number
  auroc: number
  /** Of the answerable: answered right, at the lowest threshold that keeps 90 % precision. */
  answeredAt90: number
  /** Of the unanswerable: escalated, at the threshold that accepts 90 % of the answerable. */
  escalatedAt90: number
  ece: number
  /** The same after recalibration with 100 labelled questions of this set (development questions, five draws). */
  ece100: number
  /** Share right among answers given at confidence 0.9 or more, and how many there are. */
  precisionAt90: number
  confident: number
  p95: number
}

const DRAWS = 5
const LABELLED = 100

export function measure(asked: readonly Asked[], calibration: Calibration, split: "dev" | "test"): Row {
  const rows = asked.filter((one) => one.split === split)
  const judged = rows.map((one) => {
    const decision = decide(one.features, calibration)
    return { ...one, confidence: decision.confidence, answered: decision.answer }
  })
  const metrics = evaluate(judged)
  const points = judged.map(({ confidence, correct, gold }) => ({
    confidence,
    correct,
    answerable: gold.length > 0,
  }))
  const confident = points.filter((point) => point.confidence >= 0.9)
  return {
    "recall@1": metrics["recall@1"],
    "recall@5": metrics["recall@5"],
    auroc: auroc(points),
    answeredAt90: answeredAtPrecision(points, 0.9),
    escalatedAt90: escalatedAtAcceptance(points, 0.9),
    ece: ece(points),
    ece100: recalibratedEce(asked, rows, calibration),
    precisionAt90: confident.filter((point) => point.correct).length / confident.length,
    confident: confident.length,
    p95: metrics.latency_ms.p95,
  }
}

type Judgement = Point & { answerable: boolean }

function answeredAtPrecision(points: readonly Judgement[], precision: number): number {
  const sorted = [...points].sort((a, b) => b.confidence - a.confidence)
  let right = 0
  let most = 0
  for (const [i, point] of sorted.entries()) {
    right += Number(point.correct)
    if (right / (i + 1) >= precision) most = right
  }
  return most / points.filter((point) => point.answerable).length
}

function escalatedAtAcceptance(points: readonly Judgement[], acceptance: number): number {
  const answerable = points.filter((point) => point.answerable).sort((a, b) => b.confidence - a.confidence)
  const threshold = answerable[Math.ceil(acceptance * answerable.length) - 1]?.confidence ?? 0
  const others = points.filter((point) => !point.answerable)
  return others.filter((point) => point.confidence < threshold).length / others.length
}

/** Labelled questions come from the development split, so that the test split stays unseen. */
function recalibratedEce(asked: readonly Asked[], rows: readonly Asked[], base: Calibration): number {
  const pool = asked.filter((one) => !rows.includes(one) || rows.length === asked.length)
  const errors = Array.from({ length: DRAWS }, (_, draw) => {
    const calibration = recalibrated(drawn(pool, draw), base)
    return ece(
      rows.map((one) => ({ confidence: decide(one.features, calibration).confidence, correct: one.correct })),
    )
  })
  return errors.reduce((sum, error) => sum + error, 0) / errors.length
}

function drawn(pool: readonly Asked[], seed: number): Asked[] {
  const key = (i: number) => Math.imul(i + 1, 0x9e3779b1 + seed * 0x85ebca6b) >>> 0
  const order = pool.map((_, i) => i).sort((a, b) => key(a) - key(b))
  return order.slice(0, LABELLED).flatMap((i) => pool[i] ?? [])
}
