/** How often somebody failed to sign in to an account, and until when nobody may try again. */
export interface Failures {
  count: number
  /** Milliseconds since 1970; 0: not locked. */
  lockedUntil: number
  /** Of the last attempt. */
  at: number
}

const FREE = 5
const FIRST_MS = 60_000
const LONGEST_MS = 3_600_000
/** Who forgot a password yesterday begins anew. */
const FORGOTTEN_AFTER_MS = 86_400_000

/**
 * Counts an attempt as failed before it is known how it ends, so that a hundred at once are not all tried.
 *
 * @returns undefined where the account is locked
 */
export function withAttempt(before: Failures | undefined, now: number): Failures | undefined {
  if (before && before.lockedUntil > now) return undefined
  const count = before && before.at > now - FORGOTTEN_AFTER_MS ? before.count + 1 : 1
  return { count, lockedUntil: count < FREE ? 0 : now + lockMs(count), at: now }
}

/** As if the last attempt had not been: it was neither right nor wrong. */
export function withoutAttempt(counted: Failures): Failures {
  return { ...counted, count: counted.count - 1, lockedUntil: 0 }
}

function lockMs(count: number): number {
  return Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(count - FREE, 10))
}
