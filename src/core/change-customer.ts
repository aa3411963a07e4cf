import { type CustomerChanges, type StoredCustomer, vouchedFor } from "./customers.ts"
import { ChatdError } from "./errors.ts"
import { checkedCustomerId } from "./identity.ts"

export interface CustomerPorts {
  /** The partner's verified customer of that id. */
  findCustomer(partnerId: string, externalId: string): Promise<StoredCustomer | undefined>
  /** The same, made where they are new; the changes are stored along with it. */
  saveCustomer(
    partnerId: string,
    externalId: string,
    changes: CustomerChanges,
    at: Date,
  ): Promise<StoredCustomer>
  now(): Date
}

const OLDEST_YEARS = 130

/** @throws {ChatdError} `not_found` */
export async function showCustomer(
  ports: CustomerPorts,
  partnerId: string,
  externalId: string,
): Promise<StoredCustomer> {
  const customer = await ports.findCustomer(partnerId, externalId)
  if (customer) return customer
  throw new ChatdError("not_found", `There is no customer ${externalId.slice(0, 200)}.`)
}

/**
 * Stores what a partner's server knows of its customer. The server vouches for the id, so one that is new here is made: a
 * partner may tell about its customers before they first write.
 *
 * @throws {ChatdError} `invalid_input` naming `customerId` or `birthdate`
 */
export async function changeCustomer(
  ports: CustomerPorts,
  partnerId: string,
  externalId: string,
  changes: CustomerChanges,
): Promise<StoredCustomer> {
  const at = ports.now()
  if (changes.birthdate) checkBirthdate(changes.birthdate, at)
  return ports.saveCustomer(partnerId, checkedCustomerId(externalId), vouchedFor(changes), at)
}

function checkBirthdate(birthdate: string, at: Date): void {
  const born = new Date(`${birthdate}T00:00:00.000Z`)
  // JavaScript takes the 31st of April for the 1st of May.
  if (Number.isNaN(born.getTime()) || born.toISOString().slice(0, 10) !== birthdate)
    throw invalidBirthdate("birthdate must be a date that exists, written as 1990-01-15.")
  if (born >= at) throw invalidBirthdate("birthdate must be in the past.")
  if (born.getUTCFullYear() < at.getUTCFullYear() - OLDEST_YEARS)
    throw invalidBirthdate(`birthdate must be less than ${OLDEST_YEARS} years ago.`)
}

function invalidBirthdate(sentence: string): ChatdError {
  return new ChatdError("invalid_input", sentence, { field: "birthdate" })
}
