import { describe, expect, test } from "bun:test"
import fc from "fast-check"
import { excerpt } from "./excerpt.ts"
import { parseQuery } from "./query.ts"
import { words } from "./words.ts"

const terms = (text: string) => words(text).map(({ term }) => term)
const shown = (text: string, typed: string) =>
  excerpt(text, parseQuery(typed))
    .map((part) => (part.hit ? `[${part.text}]` : part.text))
    .join("")

describe("the words of a text", () => {
  test.each([
    ["Crème brûlée, ÉCLAIR!", ["creme", "brulee", "eclair"]],
    ["Straße STRASSE", ["strasse", "strasse"]],
    ["Øresund Łódź İstanbul ırmak", ["oresund", "lodz", "istanbul", "irmak"]],
    ["order-17 a_b can't", ["order", "17", "a", "b", "can", "t"]],
    ["ada@example.com", ["ada", "example", "com"]],
    ["Ｆｕｌｌ ﬁne ½", ["full", "fine", "12"]],
    ["ΟΔΟΣ οδος", ["οδοσ", "οδοσ"]],
    ["שָׁלוֹם שלום", ["שלום", "שלום"]],
    ["مُحَمَّد محمد", ["محمد", "محمد"]],
    ["हिन्दी में", ["हिन्दी", "में"]],
    ["한국어 지원", ["한국어", "지원"]],
    ["退款 please", ["退", "款", "please"]],
    ["サーバー", ["サ", "ー", "ハ\u3099", "ー"].map((one) => one.normalize("NFC"))],
    ["🙂 … — !?", []],
    ["", []],
  ])("%s", (text, expected) => {
    expect(terms(text)).toEqual(expected)
  })

  test("are the same where a word beside them is in another script", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary-ascii", maxLength: 300 }), (text) => {
        expect(words(text)).toEqual(words(`${text} é`).slice(0, -1))
      }),
    )
    const long = "Ab1".repeat(100)
    expect(words(long)).toEqual(words(`${long} é`).slice(0, -1))
  })

  test("stand where they are said to, and are their own only word", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), (text) => {
        let end = 0
        for (const word of words(text)) {
          expect(word.start).toBeGreaterThanOrEqual(end)
          end = word.end
          expect(terms(text.slice(word.start, word.end))).toEqual([word.term])
          expect(word.term).toMatch(/^[\p{L}\p{N}\p{M}]+$/u)
        }
      }),
      { numRuns: 2_000 },
    )
  })
})

describe("what is typed", () => {
  test.each([
    ["refund", [{ terms: ["refund"], open: true }]],
    [
      "my order-17 ref",
      [
        { terms: ["my"], open: false },
        { terms: ["order", "17"], open: false },
        { terms: ["ref"], open: true },
      ],
    ],
    [
      '"money back" no',
      [
        { terms: ["money", "back"], open: false },
        { terms: ["no"], open: true },
      ],
    ],
    ['"money back"', [{ terms: ["money", "back"], open: false }]],
    ['"money ba', [{ terms: ["money", "ba"], open: true }]],
    [
      'AND OR* NEAR(" : -x',
      [
        { terms: ["and"], open: false },
        { terms: ["or"], open: false },
        { terms: ["near"], open: false },
        { terms: ["x"], open: true },
      ],
    ],
    ["' \" * ( :", []],
  ])("%s", (typed, phrases) => {
    expect(parseQuery(typed)).toEqual(phrases)
  })

  test("is cut where it is too much", () => {
    expect(parseQuery("a ".repeat(500)).flatMap((phrase) => phrase.terms)).toHaveLength(20)
  })
})

describe("an excerpt", () => {
  test("marks what was found, in the text's own letters", () => {
    expect(shown("Where is my Crème brûlée? The creme is late.", "creme br")).toBe(
      "Where is my [Crème] [brûlée]? The [creme] is late.",
    )
    expect(shown("Where is my money? I want my money back.", '"money back"')).toBe(
      "Where is my money? I want my [money back].",
    )
  })

  test("of a long message is where the first hit stands", () => {
    const text = `${"filler words here ".repeat(100)}the refund never came${" and so on".repeat(100)}`
    const parts = shown(text, "refund")
    expect(parts).toContain("[refund]")
    expect(parts.startsWith("…")).toBe(true)
    expect(parts.endsWith("…")).toBe(true)
    expect(parts.length).toBeLessThan(210)
  })

  test("of anything is a part of it", () => {
    const letters = fc.string({ unit: fc.constantFrom("a", "b", "é", " ", "退", "🙂", "\n"), maxLength: 500 })
    fc.assert(
      fc.property(letters, letters, (text, typed) => {
        const parts = excerpt(text, parseQuery(typed))
        const plain = parts.map((part) => part.text).join("")
        expect(text).toContain(plain.replace(/^…|…$/g, ""))
        expect(plain.length).toBeLessThanOrEqual(402)
      }),
    )
  })
})
