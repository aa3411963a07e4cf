import { describe, expect, test } from "bun:test"
import fc from "fast-check"
import { tableLines } from "./table.ts"
import { cut, pad, widthOf } from "./text-width.ts"

describe("a table", () => {
  test("has its columns below each other, with wide characters as well", () => {
    expect(
      tableLines(
        ["no", "customer", "last"],
        [
          [7, "Ada", "Hello"],
          [12, "山田太郎", "👨‍👩‍👧‍👦 are waiting"],
          [113, "Zoë", ""],
        ],
      ),
    ).toEqual([
      " no  customer  last",
      "  7  Ada       Hello",
      " 12  山田太郎  👨‍👩‍👧‍👦 are waiting",
      "113  Zoë",
    ])
  })

  test("gives way where it may, and nowhere else", () => {
    const rows = [[7, "Ada Lovelace of London", "Where is the parcel that I ordered?"]]
    const head = ["no", "customer", "last"]
    expect(tableLines(head, rows, { columns: 40, cut: ["customer", "last"] })).toEqual([
      "no  customer           last",
      " 7  Ada Lovelace of…   Where is the par…",
    ])
    const whole = tableLines(head, rows)
    expect(tableLines(head, rows, { columns: 20 })).toEqual(whole)
    expect(tableLines(head, rows, { columns: 200, cut: ["last"] })).toEqual(whole)
  })

  test("is not broken by what customers are called", () => {
    const [, row] = tableLines(["name", "next"], [["\x1b[2J\x1b]52;c;AA\x07Mal\nlory\u202e", "x"]])
    expect(row).toBe("Mal lory  x")
  })

  test("paints what is shown, not the blanks", () => {
    const lines = tableLines(["state", "x"], [[{ text: "ok", paint: (text) => `<${text}>` }, "y"]])
    expect(lines[1]).toBe("<ok>     y")
  })
})

test("text is cut to a width, at whole characters", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 30 }), fc.nat(20), (text, width) => {
      expect(widthOf(cut(text, width))).toBeLessThanOrEqual(width)
      if (widthOf(text) <= width) expect(cut(text, width)).toBe(text)
    }),
  )
  expect(cut("👨‍👩‍👧‍👦👨‍👩‍👧‍👦", 3)).toBe("👨‍👩‍👧‍👦…")
  expect(cut("日本語", 4)).toBe("日…")
  expect(pad("日本", 6)).toBe("日本  ")
})
