import { isVouchedAddress, type StoredCustomer } from "../customers.ts"
import type { SupportTicket, TicketSource } from "./ticket.ts"

/**
 * What the mail that confirms a ticket to its requester bears: all that they wrote, or the number alone. `none`: there is
 * no such mail.
 */
export type Confirmation = "whole" | "bare" | "none"

export interface ConfirmationPorts {
  /** When the partner's ticket of that number was opened, or the last one before it that there still is. */
  openedBy(partnerId: string, number: number): Promise<Date | undefined>
  customerById(id: number): Promise<StoredCustomer | undefined>
}

/** Doors at which anybody types any address. */
const TYPED: ReadonlySet<TicketSource> = new Set(["handoff", "chat", "chatbot", "failure", "form"])
/** More tickets of a partner within an hour are a bad day, or somebody who sends strangers what they like in the partner's name. */
const MOST_WHOLE = 100
/** With still more of them, the partner's mails would count as unwanted everywhere. */
const MOST_CONFIRMED = 500
const HOUR_MS = 3_600_000

/** What of a ticket goes to an address that may be a stranger's: it was typed, and nobody vouches for it. */
export async function confirmationOf(
  { openedBy, customerById }: ConfirmationPorts,
  ticket: SupportTicket,
): Promise<Confirmation> {
  const { partnerId, number, source, customerId, requester, createdAt } = ticket
  const cameWithin = async (most: number) => {
    const earlier = await openedBy(partnerId, number - most)
    return earlier !== undefined && createdAt.getTime() - earlier.getTime() < HOUR_MS
  }
  if (!TYPED.has(source) || !(await cameWithin(MOST_WHOLE))) return "whole"
  if (requester.emailVouched) return "whole"
  const customer = customerId === undefined ? undefined : await customerById(customerId)
  if (isVouchedAddress(customer, requester.email)) return "whole"
  return (await cameWithin(MOST_CONFIRMED)) ? "none" : "bare"
}
