import type { Kysely } from "kysely"

/** How far other systems have been read, and which server reads them; their numbers of tickets are looked up. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("integration_cursor")
    .addColumn("name", "text", (column) => column.primaryKey())
    .addColumn("at", "bigint", (column) => column.notNull())
    .addColumn("lease_until", "bigint", (column) => column.notNull())
    .execute()
  await db.schema.createIndex("ticket_external").on("ticket").column("external_id").execute()
}
