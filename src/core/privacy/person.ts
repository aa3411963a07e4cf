import { customerOfRef, customerRef, type StoredCustomer } from "../customers.ts"
import { ChatdError } from "../errors.ts"

export interface PersonPorts {
  /** The partner's customer of that id, verified or not. */
  customerByExternalId(
    partnerId: string,
    externalId: string,
    verified: boolean,
  ): Promise<StoredCustomer | undefined>
  /** An address as it is kept, in whatever letters its domain is typed. */
  keptAddress(typed: string): string
  /** Every customer with that address, whatever its case. */
  customersByEmail(partnerId: string, email: string): Promise<StoredCustomer[]>
}

/** Whose belongings are meant. */
export interface Person {
  partnerId: string
  customers: readonly StoredCustomer[]
  /** What the partner's own systems call them, where the partner vouches for it. */
  userIds: readonly string[]
  /** Lower case: those that somebody vouches for, and the one that was asked by. */
  emails: readonly string[]
}

/**
 * Whoever is meant by a ref, by the id that the partner knows them by, or by an e-mail address. An address that somebody
 * only claims, signed in or not, leads to whoever claims it, and never to what others said under it; who asks by an address
 * vouches for it.
 *
 * @param withEmail everybody who has the address is the same person
 * @throws {ChatdError} `conflict` where several are meant
 */
export async function personNamed(
  ports: PersonPorts,
  partnerId: string,
  named: string,
  withEmail: boolean,
): Promise<Person> {
  const email = named.includes("@") ? ports.keptAddress(named.trim()).toLowerCase() : undefined
  const customers = await customersNamed(ports, partnerId, named, email)
  if (customers.length > 1 && !withEmail)
    throw new ChatdError(
      "conflict",
      `${customers.length} customers are called that: ${customers.map(customerRef).join(", ")}. Name one of them, or say that all who have the address are one person.`,
      { field: "customer" },
    )
  const verified = customers.filter((customer) => customer.verified)
  const isNoCustomer = customers.length === 0
  return {
    partnerId,
    customers,
    // A user of the partner's CRM need not be a customer here.
    userIds: [...verified.map(({ externalId }) => externalId), ...(isNoCustomer && !email ? [named] : [])],
    emails: [
      ...new Set([
        ...verified.flatMap((one) => (one.email && one.emailVouched ? [one.email.toLowerCase()] : [])),
        ...(email && (isNoCustomer || customers.some((one) => one.email?.toLowerCase() === email))
          ? [email]
          : []),
      ]),
    ],
  }
}

async function customersNamed(
  ports: PersonPorts,
  partnerId: string,
  named: string,
  email: string | undefined,
): Promise<StoredCustomer[]> {
  const ref = customerOfRef(named)
  const byRef = ref && (await ports.customerByExternalId(partnerId, ref.externalId, ref.verified))
  if (byRef) return [byRef]
  const [verified, visitor] = [
    await ports.customerByExternalId(partnerId, named, true),
    await ports.customerByExternalId(partnerId, named, false),
  ]
  const byId = [verified, visitor].filter((one) => one !== undefined)
  if (byId.length > 0) return byId
  return email ? ports.customersByEmail(partnerId, email) : []
}
