import { expect, test } from "bun:test"
import { inTimeZone } from "../../../test/time-zone.ts"
import { day, moment } from "./time.ts"

inTimeZone("Europe/Berlin")

const NOW = Date.parse("2026-11-23T10:00:00Z")

test.each([
  ["2026-11-22T23:30:00Z", "Today", "00:30"],
  ["2026-11-22T22:30:00Z", "Yesterday", "22 Nov"],
  ["2026-11-21T10:00:00Z", "Sat 21 Nov 2026", "21 Nov"],
  ["2026-10-23T10:00:00Z", "Fri 23 Oct 2026", "23 Oct"],
  ["2025-11-23T10:00:00Z", "Sun 23 Nov 2025", "23 Nov 2025"],
])("%s is %s, and in a list %s", (at, asDay, inList) => {
  expect(day(at, NOW)).toBe(asDay)
  expect(moment(at, NOW)).toBe(inList)
})

test.each([
  ["the day before has 23 hours", "2026-03-29T10:00:00Z", "2026-03-29T22:30:00Z", "Yesterday"],
  ["the day itself has 25 hours", "2026-10-24T10:00:00Z", "2026-10-25T22:30:00Z", "Yesterday"],
  ["the day between has 23 hours", "2026-03-28T10:00:00Z", "2026-03-29T22:30:00Z", "Sat 28 Mar 2026"],
])("where %s, %s of %s is %s", (_, at, now, said) => {
  expect(day(at, Date.parse(now))).toBe(said)
})
