import { expect, test } from "bun:test"
import { RateLimit } from "./rate-limits.ts"

test("who invents keys gets rid of the oldest counts, not of everybody's", () => {
  let now = 0
  const limit = new RateLimit(60_000, "Too often.", () => now)
  limit.spend("early", 1)
  now = 1_000
  limit.spend("late", 1)
  for (let i = 0; i < 99_999; i++) limit.spend(`invented ${i}`, 1)
  expect(() => limit.spend("late", 1)).toThrow("Too often.")
  expect(() => limit.spend("early", 1)).not.toThrow()
})

test("a window that is over begins anew", () => {
  let now = 0
  const limit = new RateLimit(60_000, "Too often.", () => now)
  limit.spend("ada", 1)
  expect(() => limit.spend("ada", 1)).toThrow("Try again in 60 seconds.")
  now = 60_000
  limit.spend("ada", 1)
  expect(() => limit.spend("ada", 1)).toThrow("Too often.")
})
