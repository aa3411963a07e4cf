import type { Selectable } from "kysely"
import type {
  CustomerChanges,
  CustomerDetails,
  CustomerIdentity,
  StoredCustomer,
} from "../../core/customers.ts"
import { ChatdError } from "../../core/errors.ts"
import { VISITOR_PREFIX } from "../../core/identity.ts"
import { randomText } from "../../random.ts"
import type { Db } from "../database.ts"
import { isOrphan } from "../fault-code.ts"
import type { CustomerTable } from "../schema.ts"

/**
 * The customer of that identity, made where they are new. Details that are given and differ replace the stored ones.
 * Two calls at once get the same customer.
 *
 * @throws {ChatdError} `unavailable` where the partner was removed meanwhile: whoever tries again is told what has become of it
 */
export async function ensureCustomer(db: Db, identity: CustomerIdentity, at: Date): Promise<StoredCustomer> {
  const known = await customerByExternalId(db, identity.partnerId, identity.externalId, identity.verified)
  if (known) return updateCustomer(db, known, detailsOf(identity), at)
  const row = await db
    .insertInto("customer")
    .values({
      partner_id: identity.partnerId,
      external_id: identity.externalId,
      verified: identity.verified ? 1 : 0,
      claimed_id: identity.claimedId ?? null,
      ...columnsOf(detailsOf(identity)),
      created_at: at.getTime(),
      updated_at: at.getTime(),
    })
    .onConflict((conflict) => conflict.columns(["partner_id", "external_id", "verified"]).doNothing())
    .returningAll()
    .executeTakeFirst()
    .catch((cause) => {
      if (!isOrphan(cause)) throw cause
      throw new ChatdError("unavailable", "This could not be stored just now. Please try again.", { cause })
    })
  // Nothing was inserted: somebody else was faster, and they are there now.
  return row ? customerOf(row) : ensureCustomer(db, identity, at)
}

/** A new customer who has proven nothing, under an id that nobody can guess. */
export function createVisitor(
  db: Db,
  visitor: CustomerDetails & { partnerId: string; claimedId?: string },
  at: Date,
): Promise<StoredCustomer> {
  return ensureCustomer(
    db,
    { ...visitor, externalId: `${VISITOR_PREFIX}${randomText(20)}`, verified: false },
    at,
  )
}

/** Stores what differs; `updatedAt` moves only then. */
export async function updateCustomer(
  db: Db,
  customer: StoredCustomer,
  changes: CustomerChanges,
  at: Date,
): Promise<StoredCustomer> {
  const { emailVouched: _, ...details } = changes
  const differing = Object.entries(details).filter(
    ([name, value]) => value !== undefined && value !== (customer[name as keyof CustomerChanges] ?? null),
  )
  const isVouched = isEmailVouched(customer, changes)
  const turns = isVouched !== (customer.emailVouched ?? false)
  if (differing.length === 0 && !turns) return customer
  const row = await db
    .updateTable("customer")
    .set({
      ...Object.fromEntries(differing),
      ...(turns && { email_vouched: isVouched ? 1 : 0 }),
      updated_at: at.getTime(),
    })
    .where("id", "=", customer.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  return customerOf(row)
}

/** An address that replaces another one has to be vouched for anew; the same one, however written, does not. */
function isEmailVouched(customer: StoredCustomer, { email, emailVouched }: CustomerChanges): boolean {
  const before = customer.emailVouched ?? false
  const isTold = emailVouched === true
  if (email === undefined) return before
  return email?.toLowerCase() === customer.email?.toLowerCase() ? before || isTold : isTold
}

export async function customerById(db: Db, id: number): Promise<StoredCustomer | undefined> {
  const row = await db.selectFrom("customer").selectAll().where("id", "=", id).executeTakeFirst()
  return row && customerOf(row)
}

/** Language tag of the browser of a conversation's customer. */
export async function localeOfConversation(db: Db, conversationId: number): Promise<string | undefined> {
  const row = await db
    .selectFrom("conversation")
    .innerJoin("customer", "customer.id", "conversation.customer_id")
    .select("customer.locale")
    .where("conversation.id", "=", conversationId)
    .executeTakeFirst()
  return row?.locale ?? undefined
}

export async function customerByExternalId(
  db: Db,
  partnerId: string,
  externalId: string,
  verified: boolean,
): Promise<StoredCustomer | undefined> {
  const row = await db
    .selectFrom("customer")
    .selectAll()
    .where("partner_id", "=", partnerId)
    .where("external_id", "=", externalId)
    .where("verified", "=", verified ? 1 : 0)
    .executeTakeFirst()
  return row && customerOf(row)
}

export async function customersByIds(db: Db, ids: readonly number[]): Promise<Map<number, StoredCustomer>> {
  if (ids.length === 0) return new Map()
  const rows = await db.selectFrom("customer").selectAll().where("id", "in", ids).execute()
  return new Map(rows.map((row) => [row.id, customerOf(row)]))
}

function detailsOf({ name, email, emailVouched, phone, locale }: CustomerDetails): CustomerDetails {
  return {
    ...(name && { name }),
    ...(email && { email, ...(emailVouched && { emailVouched }) }),
    ...(phone && { phone }),
    ...(locale && { locale }),
  }
}

function columnsOf({ emailVouched, ...details }: CustomerDetails) {
  return { ...details, email_vouched: emailVouched ? 1 : 0 }
}

export function customerOf(row: Selectable<CustomerTable>): StoredCustomer {
  return {
    id: row.id,
    partnerId: row.partner_id,
    externalId: row.external_id,
    verified: row.verified === 1,
    ...(row.name !== null && { name: row.name }),
    ...(row.email !== null && { email: row.email }),
    ...(row.email_vouched === 1 && { emailVouched: true as const }),
    ...(row.phone !== null && { phone: row.phone }),
    ...(row.birthdate !== null && { birthdate: row.birthdate }),
    ...(row.locale !== null && { locale: row.locale }),
    ...(row.signed_out_at !== null && { signedOutAt: new Date(row.signed_out_at) }),
    createdAt: new Date(row.created_at),
    updatedAt: new Date(row.updated_at),
  }
}

/** Ids of customers as their partner knows them, by ours. */
export async function externalIds(db: Db, customerIds: readonly number[]): Promise<Map<number, string>> {
  if (customerIds.length === 0) return new Map()
  const rows = await db
    .selectFrom("customer")
    .select(["id", "external_id"])
    .where("id", "in", customerIds)
    .execute()
  return new Map(rows.map((row) => [row.id, row.external_id]))
}
