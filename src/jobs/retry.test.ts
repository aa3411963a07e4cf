import { expect, test } from "bun:test"
import { DeliveryError } from "../integrations/delivery-error.ts"
import type { Job } from "../storage/repositories/outbox.ts"
import { askedMs, retryDelay } from "./retry.ts"

test("the other side is left alone as long as it asks, and for an hour at the most", () => {
  const asking = (retryAfterMs?: number) =>
    new DeliveryError("Too many requests.", {
      retryable: true,
      ...(retryAfterMs !== undefined && { retryAfterMs }),
    })
  const asked = [asking(30_000), asking(1e12), asking(), new Error("something else")].map(askedMs)
  expect(asked).toEqual([30_000, 3_600_000, undefined, undefined])
})

const DAY_MS = 86_400_000

test("a job is tried again after longer and longer, for three days, unless it can never succeed", () => {
  const job = (attempts: number) => ({ attempts, createdAt: new Date(0) }) as Job
  const after = (attempts: number, error: unknown = new Error("away"), now = 0) =>
    retryDelay(job(attempts), error, now)
  for (const [attempts, ms] of [
    [1, 2_000],
    [2, 4_000],
    [9, 512_000],
    [10, 900_000],
    [1_000, 900_000],
  ] as const)
    expect(after(attempts)).toBeWithin(0.75 * ms, 1.25 * ms + 1)
  expect(after(300, new Error("away"), 3 * DAY_MS)).toBeDefined()
  expect(after(300, new Error("away"), 3 * DAY_MS + 1)).toBeUndefined()
  const busy = new DeliveryError("Busy.", { retryable: true, retryAfterMs: 5_000 })
  expect([after(7, busy), after(300, busy, 3 * DAY_MS + 1)]).toEqual([5_000, undefined])
  expect(after(1, new DeliveryError("No such mailbox.", { retryable: false }))).toBeUndefined()
})

test("a job that is older was not tried for three days: the server was stopped, or its clock was ahead", () => {
  const delay = (attempts: number) =>
    retryDelay({ attempts, createdAt: new Date(0) } as Job, new Error("away"), 30 * DAY_MS)
  expect([1, 39].map((attempts) => delay(attempts) !== undefined)).toEqual([true, true])
  expect(delay(40)).toBeUndefined()
})
