import { VISITOR_PREFIX } from "./identity.ts"

/** A person on the other side of a conversation, as one partner knows them. */
export interface StoredCustomer {
  /** Ours, inside only; outside a customer goes by `externalId`. */
  id: number
  partnerId: string
  /** The partner's own name for them where verified, `visitor-…` where chatd made it up. */
  externalId: string
  /** Whether the partner's server, or its signature, vouches for them. */
  verified: boolean
  name?: string
  email?: string
  /** Somebody who knows says that the address is theirs; absent where it was only typed. */
  emailVouched?: true
  phone?: string
  /** `1990-01-15` */
  birthdate?: string
  /** Language tag of their browser or page, e.g. `en-GB`. */
  locale?: string
  /** What was given to them before, to open what is theirs, does so no more. */
  signedOutAt?: Date
  createdAt: Date
  updatedAt: Date
}

/** Whether what was given to the customer at that time opens anything still. */
export function isStillSignedIn({ signedOutAt }: StoredCustomer, givenAt: Date): boolean {
  return signedOutAt === undefined || givenAt > signedOutAt
}

/** What a customer goes by among those who help: their id alone may be a verified and an unverified one's. */
export function customerRef({
  verified,
  externalId,
}: Pick<StoredCustomer, "verified" | "externalId">): string {
  return `${verified ? "v" : "u"}-${externalId}`
}

/** Enough of a made-up id to tell visitors apart who are here at the same time. */
const SHOWN_OF_ID = 4

/** What people read where a customer is spoken of: their name, else their mail address, else of a visitor's made-up id the beginning. */
export function customerLabel(externalId: string, name?: string | null, email?: string | null): string {
  if (name || email) return name || email || ""
  if (!externalId.startsWith(VISITOR_PREFIX)) return externalId
  return `Visitor ${externalId.slice(VISITOR_PREFIX.length, VISITOR_PREFIX.length + SHOWN_OF_ID)}`
}

/** Who goes by that; undefined where nobody can. */
export function customerOfRef(ref: string): Pick<StoredCustomer, "verified" | "externalId"> | undefined {
  const kind = ref.slice(0, 2)
  if (kind !== "v-" && kind !== "u-") return undefined
  return { verified: kind === "v-", externalId: ref.slice(2) }
}

/** What may be known of a customer beyond who they are. */
export interface CustomerDetails {
  name?: string
  email?: string
  /** See {@link vouchedFor}. */
  emailVouched?: true
  phone?: string
  locale?: string
}

export interface CustomerIdentity extends CustomerDetails {
  partnerId: string
  externalId: string
  /** A verified and an unverified customer of the same id are two people. */
  verified: boolean
  /** What an unverified visitor's page called them: a note, which opens nothing. */
  claimedId?: string
}

/** New values; null forgets one, what is absent stays. */
export interface CustomerChanges {
  name?: string | null
  email?: string | null
  /** See {@link vouchedFor}. */
  emailVouched?: true
  phone?: string | null
  birthdate?: string | null
  locale?: string | null
}

/** Details from somebody who knows: the partner's server, a signature, an agent. An address in them is the customer's own. */
export function vouchedFor<T extends CustomerChanges>(details: T): T & { emailVouched?: true } {
  return details.email ? { ...details, emailVouched: true } : details
}

/** Whether somebody who knows has said that the address is the customer's own. */
export function isVouchedAddress(
  customer: Pick<StoredCustomer, "email" | "emailVouched"> | undefined,
  address: string,
): boolean {
  return customer?.emailVouched === true && customer.email?.toLowerCase() === address.toLowerCase()
}
