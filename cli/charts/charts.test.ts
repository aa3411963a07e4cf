import { describe, expect, test } from "bun:test"
import { bar, columns, fitted, shadeOf, sparkline } from "./charts.ts"
import { ASCII, BLOCKS, glyphsFor } from "./glyphs.ts"

describe("charts", () => {
  test("a sparkline is as high as its values, and shows whoever has anything", () => {
    expect(sparkline([0, 1, 50, 100], BLOCKS)).toBe(" ▁▄█")
    expect(sparkline([0, 1, 50, 100], ASCII)).toBe(" _=#")
    expect(sparkline([0, 0], BLOCKS)).toBe("  ")
    expect(sparkline([], BLOCKS)).toBe("")
  })

  test("columns stand on the lowest line", () => {
    expect(columns([4, 2, 0, 1], 2, 1, BLOCKS)).toEqual(["█", "█ █   ▄"])
  })

  test("a bar is as long as its part of the longest", () => {
    expect(bar(100, 100, 10, BLOCKS)).toBe("██████████")
    expect(bar(55, 100, 10, BLOCKS)).toBe("█████▌")
    expect(bar(1, 1_000, 10, BLOCKS)).toBe("▏")
    expect(bar(0, 10, 10, BLOCKS)).toBe("")
    expect(bar(5, 10, 10, ASCII)).toBe("#####")
  })

  test("days are put together where there are too many", () => {
    expect(fitted([1, 2, 3], 5)).toEqual([1, 2, 3])
    expect(fitted([1, 3, 5, 7], 2)).toEqual([2, 6])
    expect(fitted(Array(400).fill(3), 56)).toEqual(Array(56).fill(3))
  })

  test("shades show whoever has anything", () => {
    expect([0, 1, 50, 100].map((n) => shadeOf(n, 100, 5))).toEqual([0, 1, 2, 4])
    expect(shadeOf(0, 0, 5)).toBe(0)
  })

  test("a terminal that says that it has ASCII alone gets no more", () => {
    expect(glyphsFor({}, undefined)).toBe(BLOCKS)
    expect(glyphsFor({ LANG: "de_DE.UTF-8" }, undefined)).toBe(BLOCKS)
    expect(glyphsFor({ LANG: "de_DE.UTF-8" }, true)).toBe(ASCII)
    expect(glyphsFor({ LC_ALL: "C", LANG: "de_DE.UTF-8" }, undefined)).toBe(ASCII)
    expect(glyphsFor({ TERM: "dumb" }, undefined)).toBe(ASCII)
  })
})
