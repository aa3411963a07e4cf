import { expect, test } from "bun:test"
import fc from "fast-check"
import { TerminalScreen } from "../testing/terminal-screen.ts"
import { drawableLine, drawableText } from "./drawable.ts"
import { widthOf } from "./line.ts"

const ESC = "\u001b"

test.each([
  ["the clipboard is not written", `a${ESC}]52;c;ZXZpbA==\u0007b`, "ab"],
  ["the cursor is not moved", `a${ESC}[2A${ESC}[1Gb`, "ab"],
  ["the screen is not cleared", `a${ESC}[2J${ESC}cb`, "ab"],
  ["the title is not changed", `a${ESC}]0;root@host\u0007b`, "ab"],
  [
    "no link hides an address",
    `${ESC}]8;;https://evil.example\u0007bank.example${ESC}]8;;\u0007`,
    "bank.example",
  ],
  ["8-bit sequences count as well", "a\u009b2Ab", "ab"],
  ["nothing turns the reading direction", "pay \u202e001\u202c now", "pay 001 now"],
  ["isolates go as well", "\u2066a\u2069", "a"],
  ["a bell does not ring", "a\u0007b", "ab"],
  ["a line is not written over", "good\rbad", "good\nbad"],
  ["families are people in a row", "👨‍👩‍👧", "👨👩👧"],
  ["skins and presentations are left out", "👍🏽 ❤️", "👍 ❤"],
  ["flags are letters", "🇩🇪", "DE"],
  ["what has no width is not there", "a\u200b\u2060\ufeffb", "ab"],
  ["fillers that look empty are empty", "\u3164\u115f", ""],
  ["towers of marks stay low", `a${"\u0301".repeat(40)}`, `\u00e1${"\u0301".repeat(3)}`],
])("%s", (_what, text, shown) => {
  expect(drawableText(text)).toBe(shown)
})

test("a name is one line", () => {
  expect(drawableLine("  Ada\n\n\tLovelace ")).toBe("Ada Lovelace")
})

test("what a terminal draws of any text stays in its row and takes as many columns as was reckoned", async () => {
  const signs = [..."abc é日本語한국ひらקשמ مرحبا👋🎉👨👩👍🇩🇪ᄀ\u1161"]
  const tricks = [
    ESC,
    "\u009b",
    "[2J",
    "[5;5H",
    "]0;",
    "]52;c;",
    "\u0007",
    "\r",
    "\n",
    "\t",
    "\u202e",
    "\u2066",
  ]
  const joiners = [
    "\u200d",
    "\u200b",
    "\ufe0f",
    "\u0300",
    "\u20e3",
    "\u{1f3fd}",
    "\u{e0041}",
    "\ud800",
    "\u0000",
  ]
  const hostile = fc.array(fc.oneof(fc.constantFrom(...signs), fc.constantFrom(...tricks, ...joiners)))
  await fc.assert(
    fc.asyncProperty(hostile, async (parts) => {
      const shown = drawableLine(parts.join(""))
      const screen = new TerminalScreen(500, 3)
      await screen.write(shown)
      expect(screen.cursor()).toEqual({ x: widthOf(shown), y: 0 })
      expect(screen.lines().slice(1)).toEqual(["", ""])
    }),
    { numRuns: 100 },
  )
})

test.each(["Zoë", "日本語のテスト", "한국어", "👋🎉", "שלום עולם", "مرحبا", "e\u0301tude", "👨‍👩‍👧 ❤️ 🇩🇪"])(
  "%s is as wide on the screen as was reckoned",
  async (text) => {
    const screen = new TerminalScreen(80, 2)
    const shown = drawableText(text)
    await screen.write(shown)
    expect(screen.cursor().x).toBe(widthOf(shown))
  },
)
