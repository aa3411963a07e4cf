import { expect, test } from "bun:test"
import fc from "fast-check"
import { groupQuestions } from "./gaps.ts"
import { normalised } from "./linear-algebra.ts"

function around(axis: number, wobble: number): Float32Array {
  const vector = new Float32Array(8)
  vector[axis] = 1
  vector[(axis + 1) % 8] = wobble
  return normalised(vector)
}

test("questions that mean the same are one group, the biggest comes first", () => {
  const groups = groupQuestions(
    ["refund?", "where is my parcel", "money back", "refund please", "parcel late"],
    [around(0, 0.3), around(4, 0.1), around(0, 0), around(0, 0.2), around(4, 0)],
  )
  expect(groups.map((group) => group.questions)).toEqual([
    ["refund?", "money back", "refund please"],
    ["where is my parcel", "parcel late"],
  ])
  expect(groups[0]?.representative).toBe("refund please")
})

test("no questions, no groups", () => {
  expect(groupQuestions([], [])).toEqual([])
})

test("every question is in exactly one group, whatever the vectors", () => {
  const vector = fc
    .array(fc.float({ min: -1, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 })
    .map((values) => normalised(Float32Array.from([...values.slice(0, 3), (values[3] ?? 0) + 2])))
  fc.assert(
    fc.property(fc.array(vector, { maxLength: 40 }), (vectors) => {
      const questions = vectors.map((_, i) => `q${i}`)
      const grouped = groupQuestions(questions, vectors).flatMap((group) => group.questions)
      expect(grouped.sort()).toEqual(questions.sort())
    }),
  )
})
