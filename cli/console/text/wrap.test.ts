import { expect, test } from "bun:test"
import fc from "fast-check"
import { fitLine, lineWidth, span } from "./line.ts"
import { markdownLines } from "./markdown.ts"
import { wrap } from "./wrap.ts"

const text = (lines: ReturnType<typeof wrap>) => lines.map((line) => line.map((one) => one.text).join(""))

test("breaks at blanks, and words that are too long anywhere", () => {
  expect(text(wrap([span("the quick brown fox")], 10))).toEqual(["the quick", "brown fox"])
  expect(text(wrap([span("a "), span("bc", "strong"), span("d efgh")], 5))).toEqual(["a bcd", "efgh"])
  expect(text(wrap([span("abcdefghij")], 4))).toEqual(["abcd", "efgh", "ij"])
  expect(text(wrap([span("日本語")], 4))).toEqual(["日本", "語"])
  expect(text(wrap([span("a\n\n  b")], 9))).toEqual(["a", "", "  b"])
})

test("no line is wider than it may be, and no word is lost", () => {
  const word = fc.string({ unit: fc.constantFrom("a", "é", "日", "👋", "ש") })
  const many = fc.array(word, { maxLength: 30 }).map((words) => words.join(" "))
  fc.assert(
    fc.property(many, fc.integer({ min: 2, max: 40 }), (given, width) => {
      const lines = wrap([span(given)], width)
      for (const line of lines) expect(lineWidth(line)).toBeLessThanOrEqual(width)
      expect(text(lines).join("").replaceAll(" ", "")).toBe(given.replaceAll(" ", ""))
    }),
  )
})

test("a line that is fitted is exactly as wide as asked", () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: "grapheme" })),
      fc.integer({ min: 0, max: 30 }),
      (parts, width) => {
        const line = parts.map((part) => span(part.replace(/[^\p{L}\p{N} ]/gu, "")))
        expect(lineWidth(fitLine(line, width))).toBe(width)
      },
    ),
  )
})

test("Markdown is drawn, and addresses are always said", () => {
  expect(text(markdownLines("**Orders**: press *Track*.\n\n1. One\n2. Two `code`", 40))).toEqual([
    "Orders: press Track.",
    "",
    "1. One",
    "2. Two code",
  ])
  expect(text(markdownLines("[your bank](https://evil.example)", 60))).toEqual([
    "your bank (https://evil.example)",
  ])
  expect(text(markdownLines("<script>alert(1)</script> *a*", 60))).toEqual(["<script>alert(1)</script> *a*"])
  expect(text(markdownLines("> said\n> twice\n\n```\nlet a\n```", 30))).toEqual([
    "▏ said",
    "▏ twice",
    "",
    "  let a",
  ])
  expect(text(markdownLines("| a | b |\n|---|---|\n| 1 | 2 |", 30))).toEqual(["a │ b", "1 │ 2"])
})

test("what nests deeply does not break it", () => {
  const deep = `${"> ".repeat(300)}a *b*`
  expect(() => markdownLines(deep, 20)).not.toThrow()
  expect(() => markdownLines(`${"- ".repeat(200)}x`, 5)).not.toThrow()
})

test("a table that is too wide loses nothing: cells are broken, or stand below each other", () => {
  const table =
    "| item | what to do |\n|---|---|\n| key | press it for [three seconds](https://acme.example/k) |"
  expect(text(markdownLines(table, 30))).toEqual([
    "item │ what to do             ",
    "key  │ press it for three     ",
    "     │ seconds                ",
    "     │ (https://acme.example/k",
    "     │ )                      ",
  ])
  const wide =
    "| one | two | three |\n|---|---|---|\n| first value | second value | third value |\n| a | b | c |"
  expect(text(markdownLines(wide, 20))).toEqual([
    "one: first value",
    "two: second value",
    "three: third value",
    "",
    "one: a",
    "two: b",
    "three: c",
  ])
})
