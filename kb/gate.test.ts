import { describe, expect, test } from "bun:test"
import fc from "fast-check"
import { DEFAULT_CALIBRATION } from "./default-calibration.ts"
import { type Calibration, decide, rawLogOdds, sigmoid } from "./gate.ts"
import type { GateFeatures } from "./gate-features.ts"
import { type Labelled, tune } from "./tune.ts"

const NOTHING: GateFeatures = {
  found: 0,
  wordForWord: 0,
  score: 0,
  margin: 0,
  zScore: 0,
  exampleTitle: 0,
  knownTerms: 0,
  questionLength: 0,
  relativeDenseMargin: 0,
  relativeHead: 0,
  relativeMargin: 0,
  relativeSoftmax: 0,
}
const CALIBRATION: Calibration = {
  terms: [
    { feature: "score", mean: 0.5, deviation: 0.1, weight: 1 },
    { feature: "margin", mean: 0.1, deviation: 0.1, weight: 2 },
  ],
  bias: 0,
  slope: 1,
  offset: 0,
  threshold: 0.75,
}
const seen = (score: number, margin: number): GateFeatures => ({ ...NOTHING, found: 1, score, margin })

describe("decide", () => {
  test("without anything found it escalates and says so", () => {
    expect(decide(NOTHING, DEFAULT_CALIBRATION)).toMatchObject({
      confidence: 0,
      answer: false,
      reason: "no_results",
    })
  })

  test("answers from the threshold on", () => {
    expect(decide(seen(0.7, 0.2), CALIBRATION)).toMatchObject({ answer: true, reason: "confident" })
    expect(decide(seen(0.4, 0), CALIBRATION)).toMatchObject({ answer: false, reason: "low_confidence" })
  })

  test("answers what an article names word for word, however little else speaks for it, and says why", () => {
    const strict = { ...CALIBRATION, threshold: 0.995 }
    for (const calibration of [CALIBRATION, strict]) {
      const decision = decide({ ...seen(0.2, 0), wordForWord: 1 }, calibration)
      expect(decision).toMatchObject({ answer: true, reason: "confident" })
      expect(decision.confidence).toBeGreaterThanOrEqual(0.95)
      expect(decision.contributions[0]).toMatchObject({ feature: "wordForWord", value: 1 })
      expect(decision.contributions[0]?.effect).toBeGreaterThan(0)
    }
  })

  test("the contributions and the bias add up to the log-odds, largest first", () => {
    const value = fc.double({ min: -1, max: 2, noNaN: true })
    fc.assert(
      fc.property(value, value, (score, margin) => {
        const { confidence, contributions } = decide(seen(score, margin), CALIBRATION)
        const sum = contributions.reduce((total, { effect }) => total + effect, CALIBRATION.bias)
        expect(confidence).toBeCloseTo(sigmoid(sum), 10)
        const sizes = contributions.map(({ effect }) => Math.abs(effect))
        expect(sizes).toEqual([...sizes].sort((a, b) => b - a))
      }),
    )
  })

  test("the shipped calibration prefers a clear and near match", () => {
    const clear = { ...seen(0.75, 0.3), knownTerms: 1, zScore: 5, questionLength: 1.5 }
    const doubtful = { ...seen(0.3, 0.02), knownTerms: 0.3, zScore: 2, questionLength: 1.5 }
    expect(decide(clear, DEFAULT_CALIBRATION).confidence).toBeGreaterThan(0.85)
    expect(decide(doubtful, DEFAULT_CALIBRATION).confidence).toBeLessThan(0.3)
  })
})

/** Questions whose true log-odds are slope x raw + offset, by a fixed sequence of draws. */
function questions(n: number, slope: number, offset: number): Labelled[] {
  return Array.from({ length: n }, (_, i) => {
    const features = seen(0.3 + 0.4 * ((i * 0.618034) % 1), 0.2 * ((i * 0.754877) % 1))
    const correct = (i * 0.569841) % 1 < sigmoid(slope * rawLogOdds(features, CALIBRATION) + offset)
    return { features, correct }
  })
}

describe("tune", () => {
  test("without labelled questions the calibration stays as it is", () => {
    expect(tune([], { maxWrong: 0.1, base: CALIBRATION })).toEqual({
      calibration: CALIBRATION,
      curve: [],
      questions: 0,
    })
  })

  test("learns that a knowledge base is harder than the shipped calibration thinks", () => {
    const { calibration } = tune(questions(400, 1, -2), { maxWrong: 0.1, base: CALIBRATION })
    expect(calibration.offset).toBeLessThan(-1.2)
    expect(calibration.offset).toBeGreaterThan(-2.5)
  })

  test("the threshold keeps wrong answers within the limit, and a stricter limit never lowers it", () => {
    const labelled = questions(400, 1, 0)
    const thresholds = [0.3, 0.2, 0.1, 0.05].map((maxWrong) => {
      const { calibration, curve } = tune(labelled, { maxWrong, base: CALIBRATION })
      const reached = curve.find((point) => point.threshold >= calibration.threshold)
      const judgeable = (reached?.answered ?? 0) * labelled.length >= 10
      if (judgeable) expect(reached?.wrong).toBeLessThanOrEqual(maxWrong)
      return calibration.threshold
    })
    expect(thresholds).toEqual([...thresholds].sort((a, b) => a - b))
  })

  test.each([1, 9, 10, 60])("%d questions that were all answered, and right, raise no threshold", (count) => {
    const labelled: Labelled[] = Array.from({ length: count }, () => ({
      features: seen(0.9, 0.6),
      correct: true,
    }))
    expect(tune(labelled, { maxWrong: 0.05, base: CALIBRATION }).calibration.threshold).toBe(0.95)
  })

  test("on the curve, a higher threshold never answers more", () => {
    const { curve } = tune(questions(200, 1, 0), { maxWrong: 0.1, base: CALIBRATION })
    for (const [i, point] of curve.entries()) {
      expect(point.answered).toBeLessThan(curve[i - 1]?.answered ?? 2)
      expect(point.threshold).toBeGreaterThan(curve[i - 1]?.threshold ?? -1)
    }
    expect(curve[0]?.answered).toBe(1)
  })
})
