import { ChatdError } from "../errors.ts"
import type { SupportTicket } from "./ticket.ts"

export interface FindTicketPorts {
  ticketByNumber(partnerId: string, number: number): Promise<SupportTicket | undefined>
  ticketByUuid(partnerId: string, uuid: string): Promise<SupportTicket | undefined>
}

const NUMBER = /^(?:[Tt]-)?([1-9]\d{0,14})$/
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/**
 * A partner's ticket by its number, `T-` and its number, or its uuid. Absent and another's look the same.
 *
 * @throws {ChatdError} `not_found`
 */
export async function findTicket(
  ports: FindTicketPorts,
  partnerId: string,
  name: string,
): Promise<SupportTicket> {
  const number = NUMBER.exec(name)?.[1]
  const found =
    number !== undefined
      ? await ports.ticketByNumber(partnerId, Number(number))
      : UUID.test(name)
        ? await ports.ticketByUuid(partnerId, name.toLowerCase())
        : undefined
  if (found) return found
  throw noSuchTicket()
}

/**
 * The same for a customer, who sees their own and nothing of others.
 *
 * @throws {ChatdError} `not_found`
 */
export async function findOwnTicket(
  ports: FindTicketPorts,
  customer: { id: number; partnerId: string },
  name: string,
): Promise<SupportTicket> {
  const ticket = await findTicket(ports, customer.partnerId, name)
  if (ticket.customerId === customer.id) return ticket
  throw noSuchTicket()
}

function noSuchTicket(): ChatdError {
  return new ChatdError("not_found", "There is no such ticket.")
}
