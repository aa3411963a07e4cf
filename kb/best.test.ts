import { expect, test } from "bun:test"
import fc from "fast-check"
import { best } from "./best.ts"

test("it is what sorting all of them and cutting would give, ties in their order", () => {
  const items = fc.array(fc.record({ score: fc.integer({ min: -3, max: 3 }), name: fc.string() }))
  fc.assert(
    fc.property(items, fc.integer({ min: 0, max: 8 }), (all, limit) => {
      const sorted = [...all].sort((a, b) => b.score - a.score).slice(0, limit)
      expect(best(all, limit, (one) => one.score)).toEqual(sorted)
    }),
  )
})
