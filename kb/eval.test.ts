import { describe, expect, test } from "bun:test"
import fc from "fast-check"
import { auroc, ece, evaluate, type Judged, quantile } from "./eval.ts"

const point = fc.record({
  confidence: fc.integer({ min: 0, max: 20 }).map((x) => x / 20),
  correct: fc.boolean(),
})

const judged = (given: Partial<Judged>): Judged => ({
  gold: ["a"],
  ranked: ["a"],
  confidence: 0.9,
  answered: true,
  latencyMs: 1,
  ...given,
})

describe("metrics", () => {
  test("auroc is the share of right/wrong pairs in the right order", () => {
    fc.assert(
      fc.property(fc.array(point, { minLength: 2, maxLength: 40 }), (points) => {
        const right = points.filter((one) => one.correct)
        const wrong = points.filter((one) => !one.correct)
        fc.pre(right.length > 0 && wrong.length > 0)
        let won = 0
        for (const a of right)
          for (const b of wrong)
            won += a.confidence > b.confidence ? 1 : a.confidence === b.confidence ? 0.5 : 0
        expect(auroc(points)).toBeCloseTo(won / (right.length * wrong.length), 10)
      }),
    )
  })

  test("ece is the gap of each bin, weighted by its size", () => {
    fc.assert(
      fc.property(fc.array(point, { minLength: 1, maxLength: 40 }), (points) => {
        let expected = 0
        for (let bin = 0; bin < 10; bin++) {
          const inside = points.filter(
            ({ confidence: c }) => c >= bin / 10 && (c < (bin + 1) / 10 || (bin === 9 && c === 1)),
          )
          if (inside.length === 0) continue
          const share = inside.filter((one) => one.correct).length / inside.length
          const mean = inside.reduce((sum, one) => sum + one.confidence, 0) / inside.length
          expected += (inside.length / points.length) * Math.abs(share - mean)
        }
        // 0.3 x 10 and the like may fall on either side of a bin's edge; away from edges both must agree.
        fc.pre(points.every(({ confidence: c }) => !Number.isInteger(Math.round(c * 20) / 2) || c === 1))
        expect(ece(points)).toBeCloseTo(expected, 10)
      }),
    )
  })

  test("the quantile is the smallest value that enough values do not exceed", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer(), { minLength: 1 }),
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        (values, share) => {
          const enough = (v: number) => values.filter((x) => x <= v).length >= share * values.length - 1e-9
          const result = quantile(values, share)
          expect(enough(result)).toBe(true)
          expect(values.filter((v) => v < result).some(enough)).toBe(false)
        },
      ),
    )
  })

  test("ranks count from the first right article", () => {
    const metrics = evaluate([
      judged({}),
      judged({ ranked: ["b", "a"], answered: false }),
      judged({ ranked: ["b", "c", "d", "e", "f", "a"] }),
      judged({ gold: [], ranked: ["a"], answered: false, confidence: 0.1 }),
    ])
    expect(metrics["recall@1"]).toBeCloseTo(1 / 3)
    expect(metrics["recall@5"]).toBeCloseTo(2 / 3)
    expect(metrics["mrr@10"]).toBeCloseTo((1 + 1 / 2 + 1 / 6) / 3)
    expect(metrics["ndcg@10"]).toBeCloseTo((1 + 1 / Math.log2(3) + 1 / Math.log2(7)) / 3)
    expect(metrics).toMatchObject({ coverage: 0.5, precision: 0.5, escalated_unanswerable: 1 })
  })

  test("an answer to an unanswerable question is never right", () => {
    expect(evaluate([judged({ gold: [] })])).toMatchObject({ precision: 0, escalated_unanswerable: 0 })
  })
})
