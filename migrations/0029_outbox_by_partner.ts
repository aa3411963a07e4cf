import { type Kysely, sql } from "kysely"

/** Whose a job is, and what waits of each partner, by kind; of those from before it is nobody's in particular. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable("outbox")
    .addColumn("partner_id", "text", (column) => column.notNull().defaultTo(""))
    .execute()
  await db.schema
    .createIndex("outbox_line")
    .on("outbox")
    .columns(["kind", "state", "partner_id", "next_at"])
    .execute()
  await sql`create index outbox_tried on outbox (kind, next_at) where state = 'pending' and attempts > 0`.execute(
    db,
  )
}
