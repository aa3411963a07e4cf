import type { Calibration } from "../kb/gate.ts"
import type { FeatureName } from "../kb/gate-features.ts"
import { fitLogistic } from "../kb/logistic.ts"
import type { Labelled } from "../kb/tune.ts"

/** What the gate looks at; chosen on development questions with the set under test left out. */
const GATE_FEATURES: readonly FeatureName[] = [
  "score",
  "margin",
  "zScore",
  "exampleTitle",
  "knownTerms",
  "questionLength",
  "relativeDenseMargin",
  "relativeHead",
  "relativeMargin",
  "relativeSoftmax",
]

const THRESHOLD = 0.75
/** Ridge on standardised weights, in questions. */
const PRECISION = 1
/** Every set counts as this many questions, however many it has. */
const QUESTIONS_PER_SET = 300

/** Fits the gate on several sets of judged questions, each set counting the same. */
export function fitGate(sets: readonly (readonly Labelled[])[]): Calibration {
  const rows = sets.flatMap((set) => set.map((one) => ({ ...one, weight: QUESTIONS_PER_SET / set.length })))
  const scales = GATE_FEATURES.map((feature) => scaleOf(rows, feature))
  const examples = rows.map(({ features, correct, weight }) => ({
    x: [...GATE_FEATURES.map((feature, i) => standardise(features[feature], scales[i])), 1],
    y: correct,
    weight,
  }))
  const beta = fitLogistic(examples, [
    ...GATE_FEATURES.map(() => ({ mean: 0, precision: PRECISION })),
    { mean: 0, precision: 1e-6 },
  ])
  return {
    terms: GATE_FEATURES.map((feature, i) => ({
      feature,
      mean: rounded(scales[i]?.mean ?? 0),
      deviation: rounded(scales[i]?.deviation ?? 1),
      weight: rounded(beta[i] ?? 0),
    })),
    bias: rounded(beta[GATE_FEATURES.length] ?? 0),
    slope: 1,
    offset: 0,
    threshold: THRESHOLD,
  }
}

interface Scale {
  mean: number
  deviation: number
}

function standardise(value: number, scale: Scale | undefined): number {
  return Math.max(-3, Math.min(3, (value - (scale?.mean ?? 0)) / (scale?.deviation ?? 1)))
}

function scaleOf(rows: readonly (Labelled & { weight: number })[], feature: FeatureName): Scale {
  const total = rows.reduce((sum, row) => sum + row.weight, 0)
  const mean = rows.reduce((sum, row) => sum + row.weight * row.features[feature], 0) / total
  const variance =
    rows.reduce((sum, row) => sum + row.weight * (row.features[feature] - mean) ** 2, 0) / total
  return { mean, deviation: Math.sqrt(variance) || 1 }
}

function rounded(value: number): number {
  return Number(value.toPrecision(5))
}
