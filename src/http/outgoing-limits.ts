import { isVouchedAddress, type StoredCustomer } from "../core/customers.ts"
import { RateLimit } from "./rate-limits.ts"

const HOUR_MS = 3_600_000
const PER_CUSTOMER = 10
/** An office may share one. */
const PER_ADDRESS = 60
/** Nobody's mailbox is filled through us. */
const PER_RECIPIENT = 10
/** Transcripts of all of a partner's customers to addresses that nobody vouches for: more is somebody who uses its name. */
const TO_STRANGERS = 100

/** Tickets and mails in an hour: what leaves the house costs others something, and could be aimed at somebody. */
export class OutgoingLimits {
  readonly #hour = new RateLimit(HOUR_MS, "That was too often within an hour.")

  /**
   * @param address that the call came from
   * @param recipient of the mail
   * @throws {ChatdError} `rate_limited` with the seconds left
   */
  spend(
    kind: "ticket" | "transcript",
    customer: Pick<StoredCustomer, "id" | "partnerId" | "email" | "emailVouched">,
    address: string,
    recipient: string,
  ): void {
    this.#hour.spend(`${kind}\ncustomer\n${customer.id}`, PER_CUSTOMER)
    this.#hour.spend(`${kind}\naddress\n${customer.partnerId}\n${address}`, PER_ADDRESS)
    this.spendRecipient(kind, customer.partnerId, recipient)
    // A ticket is taken all the same; its confirmation says less then.
    if (kind === "transcript" && !isVouchedAddress(customer, recipient))
      this.#hour.spend(`strangers\n${customer.partnerId}`, TO_STRANGERS)
  }

  /**
   * What somebody is sent whom a call names, and who is no customer here.
   *
   * @throws {ChatdError} `rate_limited` with the seconds left
   */
  spendRecipient(
    kind: "ticket" | "transcript",
    partnerId: string,
    recipient: string,
    most = PER_RECIPIENT,
  ): void {
    this.#hour.spend(`${kind}\nto\n${partnerId}\n${recipient.toLowerCase()}`, most)
  }
}
