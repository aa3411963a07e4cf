import { describe, expect, test } from "bun:test"
import fc from "fast-check"
import { dot, normalised } from "./linear-algebra.ts"
import { VectorIndex } from "./vector-index.ts"

const vector = fc
  .array(fc.integer({ min: -9, max: 9 }), { minLength: 8, maxLength: 8 })
  .filter((numbers) => numbers.some((x) => x !== 0))
  .map((numbers) => normalised(Float32Array.from(numbers)))
const steps = fc.array(fc.tuple(fc.integer({ min: 0, max: 60 }), fc.option(vector)), { maxLength: 100 })

/** Exact scan, and the graph from the tenth vector on. */
for (const [name, graphFrom] of [
  ["exact", Number.POSITIVE_INFINITY],
  ["graph", 10],
] as const) {
  test(`${name}: after any puts and removals the nearest are those of a scan`, async () => {
    await fc.assert(
      fc.asyncProperty(steps, vector, fc.integer({ min: 1, max: 10 }), async (all, query, limit) => {
        const index = new VectorIndex(8, graphFrom)
        const kept = new Map<number, Float32Array>()
        let building = Promise.resolve()
        for (const [i, [key, value]] of all.entries()) {
          if (value) {
            index.put(key, value)
            kept.set(key, value)
          } else {
            index.remove(key)
            kept.delete(key)
          }
          if (i % 20 === 0) building = index.buildGraph(async () => {}) // changes go on while it is built
        }
        await building
        await index.buildGraph(async () => {})
        const expected = [...kept.values()].map((value) => dot(value, query)).sort((a, b) => b - a)
        const found = index.search(query, limit)
        expect(found.length).toBe(Math.min(limit, kept.size))
        for (const [i, { key, similarity }] of found.entries()) {
          expect(similarity).toBeCloseTo(dot(kept.get(key) as Float32Array, query), 2)
          expect(similarity).toBeCloseTo(expected[i] ?? -1, 2)
        }
      }),
    )
  })
}

describe("VectorIndex", () => {
  test("refuses a vector of another length", () => {
    expect(() => new VectorIndex(8).put(0, new Float32Array(3))).toThrow(RangeError)
  })
})
