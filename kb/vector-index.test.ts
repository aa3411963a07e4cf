import { describe, expect, test } from "bun:test"
import fc from "fast-check"
import { dot, normalised } from "./linear-algebra.ts"
import { VectorIndex } from "./vector-index.ts"

/** No multiple of four, as some models have it. */
const DIMENSIONS = 7

const vector = fc
  .array(fc.integer({ min: -9, max: 9 }), { minLength: DIMENSIONS, maxLength: DIMENSIONS })
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
        const index = new VectorIndex(DIMENSIONS, graphFrom)
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
          // Changes go on while it is built, and when it is.
          if (i % 20 === 0) building = index.buildGraph(async () => {})
          if (i % 20 === 10) await building
        }
        await building
        await index.buildGraph(async () => {})
        const expected = [...kept.values()].map((value) => dot(value, query)).sort((a, b) => b - a)
        const found = index.search(query, limit)
        expect(found.length).toBe(Math.min(limit, kept.size))
        for (const [i, key] of found.entries()) {
          const similarity = dot(kept.get(key) as Float32Array, query)
          expect(similarity).toBeGreaterThan((expected[i] ?? 1) - 0.02)
          expect(index.similarity(key, query)).toBeCloseTo(similarity, 4)
        }
      }),
    )
  })
}

describe("VectorIndex", () => {
  test("gives back vectors as they were put, to 16 bits", () => {
    fc.assert(
      fc.property(fc.array(vector, { minLength: 1, maxLength: 200 }), (all) => {
        const index = new VectorIndex(DIMENSIONS)
        for (const [key, one] of all.entries()) index.put(key, one)
        for (const [key, one] of all.entries()) {
          for (const [i, x] of index.get(key).entries()) expect(x).toBeCloseTo(one[i] ?? 0, 4)
        }
      }),
    )
  })

  test("a vector that is not there is a fault, not a zero", () => {
    const index = new VectorIndex(DIMENSIONS)
    index.put(0, new Float32Array(DIMENSIONS))
    index.remove(0)
    expect(() => index.get(0)).toThrow(RangeError)
    expect(() => index.similarity(1, new Float32Array(DIMENSIONS))).toThrow(RangeError)
  })

  test("what comes while the graph is built wears nothing off it", async () => {
    const at = (key: number) => normalised(Float32Array.from({ length: DIMENSIONS }, (_, i) => key + i))
    const index = new VectorIndex(DIMENSIONS, 10)
    for (let key = 0; key < 20; key++) index.put(key, at(key))
    let pauses = 0
    const pause = async () => {
      if (pauses++ < 10) index.put(100 + pauses, at(100 + pauses))
    }
    await index.buildGraph(pause)
    const built = pauses
    await index.buildGraph(pause)
    expect(pauses).toBe(built)
  })

  test("refuses a vector of another length", () => {
    expect(() => new VectorIndex(DIMENSIONS).put(0, new Float32Array(3))).toThrow(RangeError)
  })
})
