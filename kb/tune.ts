import type { Point } from "./eval.ts"
import { type Calibration, rawLogOdds, sigmoid } from "./gate.ts"
import type { GateFeatures } from "./gate-features.ts"
import { fitLogistic } from "./logistic.ts"

/** A question of the operator's whose outcome is known. */
export interface Labelled {
  features: GateFeatures
  /** Answerable, and the first article is right. */
  correct: boolean
}

export interface CurvePoint {
  threshold: number
  /** Share of all questions that would be answered. */
  answered: number
  /** Share of the answered that would be wrong; 0 if none is answered. */
  wrong: number
}

export interface Tuning {
  calibration: Calibration
  /** By rising threshold; estimated on questions held out of the fit. */
  curve: CurvePoint[]
  questions: number
}

const FOLDS = 5
/** As if the shipped calibration had been seen on about this many questions: precision of Platt's slope and offset. */
const PRIOR = [
  { mean: 1, precision: 20 },
  { mean: 0, precision: 2 },
]
/** Fewest answered questions that a threshold may rest on. */
const MIN_ANSWERED = 10

/**
 * Recalibrates for one knowledge base from labelled questions (Platt scaling with a prior that the shipped calibration
 * is right), and picks the lowest threshold that keeps the share of wrong answers within `maxWrong`.
 *
 * The curve is cross-validated: each question is judged by a calibration that has not seen it.
 */
export function tune(
  labelled: readonly Labelled[],
  options: { maxWrong: number; base: Calibration },
): Tuning {
  const { base, maxWrong } = options
  const points = crossValidated(labelled, base)
  const curve = answerCurve(points)
  const threshold = labelled.length === 0 ? base.threshold : pickThreshold(curve, maxWrong, labelled.length)
  return { calibration: { ...recalibrated(labelled, base), threshold }, curve, questions: labelled.length }
}

/** The calibration with Platt's slope and offset fitted anew. */
export function recalibrated(labelled: readonly Labelled[], base: Calibration): Calibration {
  const examples = labelled.map(({ features, correct }) => ({
    x: [rawLogOdds(features, base), 1],
    y: correct,
  }))
  const [slope = 1, offset = 0] = fitLogistic(examples, PRIOR)
  return { ...base, slope: Math.max(0.1, slope), offset }
}

function crossValidated(labelled: readonly Labelled[], base: Calibration): Point[] {
  const folds = Array.from({ length: FOLDS }, (_, fold) =>
    recalibrated(
      labelled.filter((_, i) => i % FOLDS !== fold),
      base,
    ),
  )
  return labelled.map(({ features, correct }, i) => {
    const { slope, offset } = folds[i % FOLDS] ?? base
    return { confidence: sigmoid(slope * rawLogOdds(features, base) + offset), correct }
  })
}

/** Answer rate and wrong-answer rate at every threshold that changes them. */
function answerCurve(points: readonly Point[]): CurvePoint[] {
  const sorted = [...points].sort((a, b) => b.confidence - a.confidence)
  const curve: CurvePoint[] = []
  let wrong = 0
  for (const [i, point] of sorted.entries()) {
    wrong += Number(!point.correct)
    if (sorted[i + 1]?.confidence === point.confidence) continue
    curve.push({ threshold: point.confidence, answered: (i + 1) / sorted.length, wrong: wrong / (i + 1) })
  }
  return curve.reverse()
}

/**
 * The lowest threshold within the limit; where nothing was seen below it, no higher than the limit as a probability, since
 * all that is known of it is that sure answers were right. If none is, or too few answers to judge by: the limit itself
 * as a probability, and above whatever was seen to break it.
 */
function pickThreshold(curve: readonly CurvePoint[], maxWrong: number, questions: number): number {
  const enough = (point: CurvePoint) => point.answered * questions >= MIN_ANSWERED
  const allowed = curve.find((point) => point.wrong <= maxWrong && enough(point))
  if (allowed) return allowed === curve[0] ? Math.min(allowed.threshold, 1 - maxWrong) : allowed.threshold
  const broken = curve.findLast((point) => point.wrong > maxWrong && enough(point))
  const above = broken && curve.find((point) => point.threshold > broken.threshold)
  return Math.max(1 - maxWrong, above?.threshold ?? 0)
}
