import type { Config } from "../../config/schema.ts"
import { RateLimit } from "../../http/rate-limits.ts"

export interface QuestionLimits {
  /** @throws {ChatdError} `rate_limited` with the seconds left */
  spend(partnerId: string, userId: string, address: string): void
}

/** Questions a user and an address may ask within a window. */
export function questionLimits(config: Config["crm"]): QuestionLimits {
  const limit = () => new RateLimit(config.limit_window_seconds * 1000, "You have reached your query limit.")
  const users = limit()
  const addresses = limit()
  return {
    spend(partnerId, userId, address) {
      users.spend(`${partnerId}\n${userId}`, config.limit_per_user)
      addresses.spend(address, config.limit_per_address)
    },
  }
}
