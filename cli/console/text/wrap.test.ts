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

test("no line begins with a mark that ends what is before it", () => {
  expect(text(wrap([span("返金です。次へ")], 8))).toEqual(["返金で", "す。次へ"])
  expect(text(wrap([span("「日本語」。")], 8))).toEqual(["「日本", "語」。"])
  expect(text(wrap([span("。。。。。")], 4))).toEqual(["。。", "。。", "。"])
})

test("no line is wider than it may be, and no word is lost", () => {
  const word = fc.string({ unit: fc.constantFrom("a", "é", "日", "。", "」", "👋", "ש") })
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

test("what is made to be slow, or was never meant as Markdown, is shown as it is", () => {
  const shown = (made: string) => text(markdownLines(made, 4000)).join("")
  const slow = ["*_", "a*", "1. ", "> ", "[", "`a", "- > "].map((part) => part.repeat(900))
  for (const made of slow) expect(shown(made)).toBe(made.trimEnd())
  for (const made of [
    "]".repeat(900),
    "<?".repeat(900),
    `> a${"\na".repeat(900)}`,
    `- a${"\na".repeat(900)}`,
  ])
    expect(text(markdownLines(made, 4000)).join("\n")).toBe(made)
  const wide = `${"|".repeat(900)}\n${"|-".repeat(900)}|\n|a`
  expect(text(markdownLines(wide, 4000)).join("\n")).toBe(wide)
  const longer = "> ".repeat(8000)
  expect(text(markdownLines(longer, 20)).join("")).toContain(">")
  const deeper = Array.from({ length: 60 }, (_, at) => `${" ".repeat(at)}- a`).join("\n")
  expect(text(markdownLines(deeper, 80)).join("\n")).toBe(deeper)
  const usual = Array.from({ length: 40 }, () => "- **a** and `b`, [c](https://acme.example) and _d_").join(
    "\n\n",
  )
  expect(text(markdownLines(usual, 80))).toContain("• a and b, c (https://acme.example) and d")
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
