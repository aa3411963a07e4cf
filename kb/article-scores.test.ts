import { expect, test } from "bun:test"
import fc from "fast-check"
import { ArticleScores } from "./article-scores.ts"

test("the highest are those of a sort, and an article's score is its best", () => {
  const raises = fc.array(fc.tuple(fc.integer({ min: 0, max: 19 }), fc.integer({ min: 0, max: 9 })))
  fc.assert(
    fc.property(raises, fc.integer({ min: 1, max: 25 }), (all, limit) => {
      const scores = new ArticleScores(20)
      const best = Array<number>(20).fill(0)
      for (const [number, score] of all) {
        scores.raise(number, score)
        best[number] = Math.max(best[number] ?? 0, score)
      }
      expect(best.map((_, number) => scores.of(number))).toEqual(best)
      const found = scores.highest(limit).map((number) => best[number] as number)
      const sorted = best.filter((score) => score > 0).sort((a, b) => b - a)
      expect(found).toEqual(sorted.slice(0, limit))
    }),
  )
})
