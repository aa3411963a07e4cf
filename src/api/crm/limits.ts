import type { Config } from "../../config/schema.ts"
import { RateLimit } from "../../http/rate-limits.ts"

export interface CrmLimits {
  /** @throws {ChatdError} `rate_limited` with the seconds left */
  spend(partnerId: string, userId: string, address: string): void
  /**
   * Of what is reported, rated or becomes a ticket: whoever may ask may do so, and each is stored.
   *
   * @throws {ChatdError} `rate_limited` with the seconds left
   */
  spendReport(address: string): void
}

/** Questions a user and an address may ask within a window, and what an address may report. */
export function crmLimits(config: Config["crm"]): CrmLimits {
  const limit = () => new RateLimit(config.limit_window_seconds * 1000, "You have reached your query limit.")
  const users = limit()
  const addresses = limit()
  const reports = new RateLimit(
    config.limit_window_seconds * 1000,
    "Too many reports and ratings came from this address.",
  )
  return {
    spend(partnerId, userId, address) {
      users.spend(`${partnerId}\n${userId}`, config.limit_per_user)
      addresses.spend(address, config.limit_per_address)
    },
    spendReport: (address) => reports.spend(address, config.limit_per_address),
  }
}
