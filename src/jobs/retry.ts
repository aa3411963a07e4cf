import type { Job } from "../storage/repositories/outbox.ts"

/** No further try can help: a wrong address, a refused field. The job is given up, visibly. */
export class Undeliverable extends Error {}

/** The other side said when to come back. */
export class RetryLater extends Error {
  constructor(
    message: string,
    readonly afterMs: number,
  ) {
    super(message)
  }
}

const FIRST_MS = 2_000
const LONGEST_MS = 15 * 60_000
/** A job is given up after three days: by then somebody must look. */
const GIVE_UP_MS = 3 * 24 * 3_600_000

/** Milliseconds until the next try, doubling, with jitter so that many jobs do not come back at once; undefined: give up. */
export function retryDelay(job: Job, error: unknown, now = Date.now()): number | undefined {
  if (now - job.createdAt.getTime() > GIVE_UP_MS) return undefined
  if (error instanceof RetryLater) return Math.min(error.afterMs, LONGEST_MS * 4)
  const delay = Math.min(LONGEST_MS, FIRST_MS * 2 ** (job.attempts - 1))
  return delay * (0.75 + Math.random() / 2)
}
