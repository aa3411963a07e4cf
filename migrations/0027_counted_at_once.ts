import { type Kysely, sql } from "kysely"
import { isPostgres } from "./column-types.ts"

/** What is counted of years, and a page of a very long conversation, is found by an index. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`create index ticket_change_closed on ticket_change (at, ticket_id)
    where kind = 'status' and to_value = 'closed'`.execute(db)
  await sql`create index webhook_delivery_untold on webhook_delivery (endpoint_id, number, state)
    where state != 'delivered'`.execute(db)
  // In the order in which they are gone through.
  await db.schema.createIndex("customer_partner").on("customer").columns(["partner_id", "id"]).execute()
  // SQLite goes by the events' places.
  if (isPostgres(db))
    await db.schema.createIndex("event_seq").on("event").columns(["conversation_id", "seq"]).execute()
}
