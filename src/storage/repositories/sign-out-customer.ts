import { customerRef, type StoredCustomer } from "../../core/customers.ts"
import type { Database, Db } from "../database.ts"
import { announceSignedOut } from "../postgres/event-feed.ts"
import { insertAuditEntry } from "./audit.ts"

/** What listens in a customer's name: to them, and to each of their conversations. */
export interface SignedOut {
  customerIds: readonly number[]
  conversationIds: readonly number[]
}

/** From now on nothing that was given to the customer opens anything. Other servers are told. */
export function signOutCustomer(
  { id: writer, db, dialect }: Database,
  { id, partnerId, ...customer }: StoredCustomer,
  actor: string,
  at: Date,
): Promise<SignedOut> {
  return db.transaction().execute(async (trx) => {
    await trx.updateTable("customer").set({ signed_out_at: at.getTime() }).where("id", "=", id).execute()
    const target = customerRef(customer)
    await insertAuditEntry(trx, { partnerId, actor, action: "customer_signed_out", target }, at)
    const ended = await listeningAs(trx, [id])
    if (dialect === "postgres") await announceSignedOut(trx, writer, ended)
    return ended
  })
}

/** What listens in the names of those who were signed out since then, for whoever was not told. */
export async function signedOutSince(db: Db, since: Date): Promise<SignedOut> {
  const rows = await db
    .selectFrom("customer")
    .select("id")
    .where("signed_out_at", ">=", since.getTime())
    .execute()
  return listeningAs(
    db,
    rows.map(({ id }) => id),
  )
}

async function listeningAs(db: Db, customerIds: readonly number[]): Promise<SignedOut> {
  if (customerIds.length === 0) return { customerIds, conversationIds: [] }
  const rows = await db
    .selectFrom("conversation")
    .select("id")
    .where("customer_id", "in", customerIds)
    .execute()
  return { customerIds, conversationIds: rows.map(({ id }) => id) }
}
