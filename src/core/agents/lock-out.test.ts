import { expect, test } from "bun:test"
import fc from "fast-check"
import { type Failures, withAttempt, withoutAttempt } from "./lock-out.ts"

const MINUTE = 60_000

/** Fails again as soon as it may be tried; how long each failure locks, in minutes. */
function locks(failures: number): number[] {
  let known: Failures | undefined
  let now = 1_000_000
  return Array.from({ length: failures }, () => {
    known = withAttempt(known, now)
    if (!known) throw new Error("it should not be locked any more")
    const lockMs = Math.max(0, known.lockedUntil - now)
    now += lockMs
    return lockMs / MINUTE
  })
}

test("four failures are free; from the fifth on each locks for longer, and never for more than an hour", () => {
  expect(locks(13)).toEqual([0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60])
})

test("while it is locked nothing is tried, and nothing is counted", () => {
  const locked: Failures = { count: 5, lockedUntil: 10 * MINUTE, at: 9 * MINUTE }
  expect(withAttempt(locked, 10 * MINUTE - 1)).toBeUndefined()
  expect(withAttempt(locked, 10 * MINUTE)).toMatchObject({ count: 6 })
})

test("an attempt that was neither right nor wrong leaves no trace", () => {
  const four = { count: 4, lockedUntil: 0, at: 1 }
  const fifth = withAttempt(four, 2)
  expect(fifth?.lockedUntil).toBeGreaterThan(0)
  expect(fifth && withoutAttempt(fifth)).toEqual({ count: 4, lockedUntil: 0, at: 2 })
})

test("after a day it begins anew", () => {
  const yesterday = { count: 9, lockedUntil: MINUTE, at: 0 }
  expect(withAttempt(yesterday, 86_400_000)).toMatchObject({ count: 1, lockedUntil: 0 })
})

test("however the guesses are spread, a day has few of them", () => {
  const day = 86_400_000
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 2 * 3_600_000 }), { maxLength: 300 }), (waits) => {
      let known: Failures | undefined
      let now = day
      const tried: number[] = []
      for (const wait of waits) {
        now += wait
        const counted = withAttempt(known, now)
        if (!counted) continue
        known = counted
        tried.push(now)
      }
      for (const [i, from] of tried.entries())
        expect(tried.slice(i).filter((at) => at < from + day).length).toBeLessThanOrEqual(36)
    }),
  )
})
