import { ChatdError } from "../core/errors.ts"
import type { Partner } from "../core/partner.ts"
import { RateLimit } from "./rate-limits.ts"

const MINUTE_MS = 60_000
const SENTENCE = "That was too much at once."

/** Events that a customer's calls may read in a minute; each call counts as ten more. A socket is told each once. */
const MOST_READ = 60_000
const A_CALL = 10
/** The same for API documents. */
export const READ_TOO_MUCH = `The customer read ${MOST_READ.toLocaleString("en")} events in a minute; each call counts as ${A_CALL}.`

/** Messages that a customer, an address and a partner's customers together may send in a minute. */
export class MessageLimits {
  readonly #customers = new RateLimit(MINUTE_MS, SENTENCE)
  readonly #addresses = new RateLimit(MINUTE_MS, SENTENCE)
  readonly #partners = new RateLimit(MINUTE_MS, SENTENCE)
  readonly #readers = new RateLimit(MINUTE_MS, SENTENCE)

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

  /**
   * A page of many events takes as long as hundreds of short calls.
   *
   * @param events at most so many are read
   * @throws {ChatdError} `rate_limited` with the seconds left
   */
  spendReading(customerId: number, events: number): void {
    this.#readers.spend(String(customerId), MOST_READ, A_CALL + Math.max(0, events))
  }
}

/** What a socket is told that sends more before the earlier is stored. */
export function tooManyInFlight(): ChatdError {
  return new ChatdError("rate_limited", "Please wait until earlier messages are stored.", {
    resetInSeconds: 1,
  })
}
