import { ChatdError } from "../core/errors.ts"
import type { Partner } from "../core/partner.ts"
import { RateLimit } from "./rate-limits.ts"

const MINUTE_MS = 60_000
const SENTENCE = "That was too much at once."

/** Messages that a customer, an address and a partner's customers together may send in a minute. */
export class MessageLimits {
  readonly #customers = new RateLimit(MINUTE_MS, SENTENCE)
  readonly #addresses = new RateLimit(MINUTE_MS, SENTENCE)
  readonly #partners = new RateLimit(MINUTE_MS, SENTENCE)

  /**
   * @param address the customer's; undefined where the partner's server speaks, at whose address all of them are
   * @throws {ChatdError} `rate_limited` with the seconds left
   */
  spend({ id, settings: { limits } }: Partner, customerId: number, address: string | undefined): void {
    this.#customers.spend(String(customerId), limits.messagesPerMinute)
    if (address !== undefined) this.#addresses.spend(`${id}\n${address}`, limits.addressMessagesPerMinute)
    this.#partners.spend(id, limits.partnerMessagesPerMinute)
  }

  /**
   * A new session counts as a message of its address.
   *
   * @throws {ChatdError} `rate_limited` with the seconds left
   */
  spendSession({ id, settings: { limits } }: Partner, address: string): void {
    this.#addresses.spend(`${id}\n${address}`, limits.addressMessagesPerMinute)
  }
}

/** What a socket is told that sends more before the earlier is stored. */
export function tooManyInFlight(): ChatdError {
  return new ChatdError("rate_limited", "Please wait until earlier messages are stored.", {
    resetInSeconds: 1,
  })
}
