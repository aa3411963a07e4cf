import { expect, test } from "bun:test"
import fc from "fast-check"
import { background, contrast, parseHex, type Rgb, readableOn, toHex } from "./contrast.ts"

const part = fc.integer({ min: 0, max: 255 })
const color: fc.Arbitrary<Rgb> = fc.tuple(part, part, part)
const SURFACES: Rgb[] = [
  [241, 243, 246],
  [39, 43, 51],
]

test("text on any colour can be read", () => {
  fc.assert(
    fc.property(color, (wanted) => {
      const [chosen, text] = background(wanted)
      return contrast(chosen, text) >= 4.5
    }),
  )
})

test("a strong colour carries white, if need be a little darker; a pale one black", () => {
  expect(background([31, 95, 209])).toEqual([
    [31, 95, 209],
    [255, 255, 255],
  ])
  expect(toHex(background([58, 123, 213])[0])).toBe("#3876cc")
  expect(background([255, 221, 0])).toEqual([
    [255, 221, 0],
    [0, 0, 0],
  ])
})

test("any colour has a shade that can be read on the widget's surfaces", () => {
  for (const surface of SURFACES)
    fc.assert(fc.property(color, (wanted) => contrast(surface, readableOn(surface, wanted)) >= 4.5))
})

test("a colour that can be read stays as it is", () => {
  expect(readableOn([255, 255, 255], [31, 95, 209])).toEqual([31, 95, 209])
})

test("colours are read and written in hex", () => {
  expect(parseHex("#3a7bd5")).toEqual([58, 123, 213])
  expect(toHex([58, 123, 213])).toBe("#3a7bd5")
})

test("contrast is WCAG's", () => {
  expect(contrast([0, 0, 0], [255, 255, 255])).toBeCloseTo(21)
  expect(contrast([118, 118, 118], [255, 255, 255])).toBeCloseTo(4.54, 2)
})
