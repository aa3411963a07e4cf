import type { Config } from "../../config/schema.ts"
import { callLimit } from "../../http/call-limit.ts"

export interface QuestionLimits {
  /** @throws {ChatdError} `rate_limited` with the seconds left */
  spend(partnerId: string, userId: string, address: string): Promise<void>
}

/** Questions a user and an address may ask within a window. */
export function questionLimits(config: Config["crm"]): QuestionLimits {
  const limit = (calls: number) =>
    callLimit(calls, config.limit_window_seconds, "You have reached your query limit.")
  const perUser = limit(config.limit_per_user)
  const perAddress = limit(config.limit_per_address)
  return {
    async spend(partnerId, userId, address) {
      await perUser(`${partnerId}\n${userId}`)
      await perAddress(address)
    },
  }
}
