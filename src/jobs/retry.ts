import { DeliveryError } from "../integrations/delivery-error.ts"
import type { Job } from "../storage/repositories/outbox.ts"

const FIRST_MS = 2_000
const LONGEST_MS = 15 * 60_000
/** However long the other side asks us to stay away. */
export const LONGEST_ASKED_MS = 3_600_000
/** A job is given up after three days: by then somebody must look. */
const GIVE_UP_MS = 3 * 24 * 3_600_000
/** It is not before as many tries: a server that was stopped for longer begins with some that fail, as before its network is there. */
const FEWEST_TRIES = 40

/**
 * Milliseconds until the next try: what the other side asked for, else doubling, with jitter so that many jobs do not
 * come back at once. Undefined: give up, visibly.
 */
export function retryDelay(job: Job, error: unknown, now = Date.now()): number | undefined {
  if (error instanceof DeliveryError && !error.retryable) return undefined
  if (job.attempts >= FEWEST_TRIES && now - job.createdAt.getTime() > GIVE_UP_MS) return undefined
  const asked = askedMs(error)
  if (asked !== undefined) return asked
  const delay = Math.min(LONGEST_MS, FIRST_MS * 2 ** (job.attempts - 1))
  return delay * (0.75 + Math.random() / 2)
}

/** For how long the other side asks us to stay away, within reason; undefined where it does not say. */
export function askedMs(error: unknown): number | undefined {
  const asked = error instanceof DeliveryError ? error.retryAfterMs : undefined
  return asked === undefined ? undefined : Math.min(asked, LONGEST_ASKED_MS)
}
