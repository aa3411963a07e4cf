import { RateLimiterMemory, type RateLimiterRes } from "rate-limiter-flexible"
import type { Config } from "../../config/schema.ts"
import { ChatdError } from "../../core/errors.ts"

export interface QuestionLimits {
  /** @throws {ChatdError} `rate_limited` with the seconds left */
  spend(partnerId: string, userId: string, address: string): Promise<void>
}

/** Questions a user and an address may ask within a window. */
export function questionLimits(config: Config["crm"]): QuestionLimits {
  const limiter = (points: number) =>
    points > 0 ? new RateLimiterMemory({ points, duration: config.limit_window_seconds }) : undefined
  const perUser = limiter(config.limit_per_user)
  const perAddress = limiter(config.limit_per_address)
  return {
    async spend(partnerId, userId, address) {
      await spendOne(perUser, `${partnerId}\n${userId}`)
      await spendOne(perAddress, address)
    },
  }
}

async function spendOne(limiter: RateLimiterMemory | undefined, key: string): Promise<void> {
  try {
    await limiter?.consume(key)
  } catch (refusal) {
    if (refusal instanceof Error) throw refusal
    const resetInSeconds = Math.max(1, Math.ceil((refusal as RateLimiterRes).msBeforeNext / 1000))
    throw new ChatdError(
      "rate_limited",
      `You have reached your query limit. Try again in ${resetInSeconds} seconds.`,
      {
        resetInSeconds,
      },
    )
  }
}
