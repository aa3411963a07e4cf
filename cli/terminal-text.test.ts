import { describe, expect, test } from "bun:test"
import fc from "fast-check"
import { PROPORTIONAL, shareOfSquare } from "../test/growth.ts"
import { safeLine, safeText } from "./terminal-text.ts"

describe("what a terminal would obey is gone", () => {
  test.each([
    ["the clipboard (OSC 52)", "hi \x1b]52;c;cm0gLXJmIH4=\x07there", "hi there"],
    ["the clipboard, ended by ST", "hi \x1b]52;c;cm0gLXJmIH4=\x1b\\there", "hi there"],
    ["the title", "\x1b]0;root@server\x07Hello", "Hello"],
    [
      "a link that shows another address",
      "\x1b]8;;http://evil.example\x1b\\acme.com\x1b]8;;\x1b\\",
      "acme.com",
    ],
    ["moving the cursor up and wiping the line", "ok\x1b[1A\x1b[2Kyour password?", "okyour password?"],
    ["clearing the screen", "\x1b[2J\x1b[Hgone", "gone"],
    ["colours", "\x1b[31;1mred\x1b[0m", "red"],
    ["a reset", "a\x1bcb", "ab"],
    ["choosing a character set", "a\x1b(0b", "ab"],
    ["a device's control string", "a\x1bP+q544e\x1b\\b", "ab"],
    ["eight-bit CSI and OSC", "a\x9b2Jb\x9d52;c;AAAA\x9cc", "abc"],
    ["asking the terminal who it is", "a\x1b[cb\x1b[6nc", "abc"],
    ["a sequence that never ends", "a\x1b]52;c;AAAA", "a]52;c;AAAA"],
    ["a sequence within a sequence", "\x1b\x1b[31m[31mx", "[31mx"],
    ["the bell, backspaces, nulls", "pay\b\b\bget\x07\x00", "payget"],
    ["bidi overrides and isolates", "txt.\u202egpj.exe\u202c \u2066a\u2069", "txt.gpj.exe a"],
    ["half a character", "a\ud800b", "a\ufffdb"],
  ])("%s", (_, given, left) => {
    expect(safeText(given)).toBe(left)
  })

  test("whatever is sent", () => {
    const piece = fc.oneof(
      fc.string({ unit: "binary", maxLength: 8 }),
      fc.constantFrom(
        "\x1b",
        "\x1b[",
        "\x1b]",
        "\x9b",
        "\x9d",
        "\x07",
        "\x1b\\",
        "\u202e",
        "\r",
        "\n",
        "\t",
        "31m",
        "52;c;",
      ),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const left = safeText(pieces.join(""))
        // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
        expect(left).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/)
        expect(safeText(left)).toBe(left)
        expect(safeLine(left)).not.toContain("\n")
      }),
      { numRuns: 2_000 },
    )
  })

  test.each([
    ["an eight-bit command", "\x9d"],
    ["a command", "\x1b]"],
    ["a sequence", "\x1b["],
    ["a command with its number", "\x1b]52;"],
    ["an eight-bit sequence with its number", "\x9b1;"],
  ])("in no more time than the text is long, of nothing but beginnings of %s", async (_what, hostile) => {
    const slowness = await shareOfSquare((times) => {
      const text = hostile.repeat(12_500 * times)
      return () => safeText(text)
    })
    expect(slowness).toBeLessThan(PROPORTIONAL)
  })
})

describe("what people write stays", () => {
  test.each([
    ["Hello,\n\nit costs 5 €.\n- one\n- two"],
    ["family 👨‍👩‍👧‍👦, flags 🇩🇪 🏴󠁧󠁢󠁥󠁮󠁧󠁿, skin 👍🏽"],
    ["עברית עם \u200f\u200e סימנים, فارسی می\u200cخواهم"],
    ["日本語 한국어 हिन्दी ไทย café"],
  ])("%p", (text) => {
    expect(safeText(text)).toBe(text)
  })

  test("lines end one way, tabs have a width", () => {
    expect(safeText("a\r\nb\rc\u2028d\te")).toBe("a\nb\nc\nd    e")
    expect(safeLine("  Grace\r\n\tHopper ")).toBe("Grace Hopper")
  })
})
