import { RateLimiterMemory, type RateLimiterRes } from "rate-limiter-flexible"
import { ChatdError } from "../core/errors.ts"

/**
 * Counts calls within a window, for each key apart and in memory. No calls at all: no limit.
 *
 * @param sentence says which limit was reached
 * @returns counts one call; it throws a {ChatdError} `rate_limited` with the seconds left
 */
export function callLimit(
  calls: number,
  windowSeconds: number,
  sentence: string,
): (key: string) => Promise<void> {
  if (calls === 0) return async () => {}
  const limiter = new RateLimiterMemory({ points: calls, duration: windowSeconds })
  return async (key) => {
    try {
      await limiter.consume(key)
    } catch (refusal) {
      if (refusal instanceof Error) throw refusal
      const resetInSeconds = Math.max(1, Math.ceil((refusal as RateLimiterRes).msBeforeNext / 1000))
      throw new ChatdError("rate_limited", `${sentence} Try again in ${resetInSeconds} seconds.`, {
        resetInSeconds,
      })
    }
  }
}
