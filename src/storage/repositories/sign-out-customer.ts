import { customerRef, type StoredCustomer } from "../../core/customers.ts"
import type { Database } from "../database.ts"
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
    const rows = await trx.selectFrom("conversation").select("id").where("customer_id", "=", id).execute()
    const ended = { customerIds: [id], conversationIds: rows.map((row) => row.id) }
    if (dialect === "postgres") await announceSignedOut(trx, writer, ended)
    return ended
  })
}
