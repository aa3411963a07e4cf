import { customerOfRef, type StoredCustomer } from "./customers.ts"
import { ChatdError } from "./errors.ts"

export interface FindCustomersPorts {
  /** A partner's customers whose name, address or id contains every word, newest first. */
  searchCustomers(
    partnerId: string,
    words: readonly string[],
    before: StoredCustomer | undefined,
    limit: number,
  ): Promise<StoredCustomer[]>
  customerByExternalId(
    partnerId: string,
    externalId: string,
    verified: boolean,
  ): Promise<StoredCustomer | undefined>
}

export interface CustomerSearch {
  /** Words in any order, whatever their case; empty finds all. */
  text: string
  /** Ref of the last one that the caller has. */
  before?: string | undefined
  limit: number
}

/** What goes beyond is not looked for. */
const MOST_WORDS = 10

/** @throws {ChatdError} `not_found` where `before` is nobody */
export async function findCustomers(
  ports: FindCustomersPorts,
  partnerId: string,
  { text, before, limit }: CustomerSearch,
): Promise<{ customers: StoredCustomer[]; more: boolean }> {
  const words = text.split(/\s+/).filter(Boolean).slice(0, MOST_WORDS)
  const last = before === undefined ? undefined : await requireCustomer(ports, partnerId, before)
  const found = await ports.searchCustomers(partnerId, words, last, limit + 1)
  return { customers: found.slice(0, limit), more: found.length > limit }
}

/**
 * A partner's customer by what agents call them.
 *
 * @throws {ChatdError} `not_found`
 */
export async function requireCustomer(
  ports: Pick<FindCustomersPorts, "customerByExternalId">,
  partnerId: string,
  ref: string,
): Promise<StoredCustomer> {
  const named = customerOfRef(ref)
  const customer = named && (await ports.customerByExternalId(partnerId, named.externalId, named.verified))
  if (customer) return customer
  throw new ChatdError("not_found", `There is no customer ${ref.slice(0, 200)}.`)
}
