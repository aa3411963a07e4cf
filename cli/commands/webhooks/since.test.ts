import { expect, test } from "bun:test"
import { inTimeZone } from "../../../test/time-zone.ts"
import { parseSince } from "./since.ts"

inTimeZone("Asia/Tokyo")

test.each([
  ["2026-11-21", "2026-11-20T15:00:00.000Z"],
  ["2026-11-21T10:00", "2026-11-21T01:00:00.000Z"],
  ["2026-11-21 10:00", "2026-11-21T01:00:00.000Z"],
  ["2026-11-21T10:00Z", "2026-11-21T10:00:00.000Z"],
  ["2026-11-21T10:00+01:00", "2026-11-21T09:00:00.000Z"],
])("%s is by this machine's clock, unless it says a zone", (text, time) => {
  expect(parseSince(text)).toBe(time)
})

test.each(["1", "yesterday", "2026-11-2", "2026-13-01", "2026-11-21x"])("%s is no time", (text) => {
  expect(() => parseSince(text)).toThrow("It is a time")
})
