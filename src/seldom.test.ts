import { expect, test } from "bun:test"
import { seldom } from "./seldom.ts"

test("of more kinds than are kept in mind the one that was told longest ago is told anew", () => {
  const telling = seldom(60_000, () => 0)
  const tellAll = (from: number) => Array.from({ length: 1_000 }, (_, i) => telling(`${from + i}`))
  expect(telling("first")).toEqual({})
  expect(tellAll(1)).toEqual(Array.from({ length: 1_000 }, () => ({})))
  expect(telling("1000")).toBeUndefined()
  expect(telling("first")).toEqual({})
})
