import { describe, expect, test } from "bun:test"
import fc from "fast-check"
import { subjectOf } from "./ticket.ts"

describe("the subject that a description makes", () => {
  test.each([
    ["The kettle leaks.", "The kettle leaks."],
    ["  Two\n lines\tof it ", "Two lines of it"],
    ["x".repeat(120), "x".repeat(120)],
    ["x".repeat(121), `${"x".repeat(119)}…`],
  ])("%p", (description, subject) => {
    expect(subjectOf(description)).toBe(subject)
  })

  test("ends between two characters as people see them", () => {
    expect(subjectOf(`${"x".repeat(118)}😀😀`)).toBe(`${"x".repeat(118)}…`)
    expect(subjectOf(`${"x".repeat(115)}👩‍💻 and more`)).toBe(`${"x".repeat(115)}…`)
    expect(subjectOf(`${"x".repeat(118)}e\u0301 and more`)).toBe(`${"x".repeat(118)}…`)
  })

  test("is a text, whatever the description is, and never longer than it may be", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", minLength: 1, maxLength: 400 }), (description) => {
        const subject = subjectOf(description.toWellFormed())
        expect(subject.isWellFormed()).toBe(true)
        expect(subject.length).toBeLessThanOrEqual(120)
      }),
      { numRuns: 500 },
    )
    expect(subjectOf(`e${"\u0301".repeat(300)}`)).toHaveLength(120)
  })
})
