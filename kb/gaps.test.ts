import { describe, expect, test } from "bun:test"
import fc from "fast-check"
import { gaps } from "./gaps.ts"
import { dot, normalised } from "./linear-algebra.ts"

const unit = fc
  .array(fc.integer({ min: -9, max: 9 }), { minLength: 4, maxLength: 4 })
  .filter((numbers) => numbers.some((x) => x !== 0))
  .map((numbers) => normalised(Float32Array.from(numbers)))

describe("gaps", () => {
  test("puts the topic asked most first, with its middle as representative", () => {
    const questions = [
      [0, 1],
      [1, 0.3],
      [1, 0],
      [1, -0.3],
    ].map((x) => normalised(Float32Array.from(x)))
    const [first, second] = gaps(questions, 0.8)
    expect(first?.members).toEqual([2, 1, 3])
    expect(second?.members).toEqual([0])
  })

  test("of nothing there are none", () => {
    expect(gaps([])).toEqual([])
  })

  test("every question is in one group, groups come biggest first, and no two could still merge", () => {
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 30 }), (vectors) => {
        const groups = gaps(vectors, 0.7)
        expect(groups.flatMap((group) => group.members).sort((a, b) => a - b)).toEqual(
          vectors.map((_, i) => i),
        )
        const sizes = groups.map((group) => group.members.length)
        expect(sizes).toEqual([...sizes].sort((a, b) => b - a))
        const centres = groups.map(({ members }) => centre(members.map((i) => vectors[i] as Float32Array)))
        for (const [i, a] of centres.entries()) {
          for (const b of centres.slice(i + 1)) expect(dot(a, b)).toBeLessThan(0.7 + 1e-4)
        }
      }),
    )
  })
})

function centre(vectors: readonly Float32Array[]): Float32Array {
  const sum = new Float32Array(4)
  for (const vector of vectors) for (let i = 0; i < 4; i++) sum[i] = (sum[i] ?? 0) + (vector[i] ?? 0)
  return normalised(sum)
}
