import type { Kysely } from "kysely"

/** That somebody was erased, and what; it stays after them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("erasure_receipt")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("partner_id", "text", (column) =>
      column.notNull().references("partner.id").onDelete("cascade"),
    )
    .addColumn("at", "bigint", (column) => column.notNull())
    .addColumn("receipt", "text", (column) => column.notNull())
    .execute()
  await db.schema
    .createIndex("erasure_receipt_partner")
    .on("erasure_receipt")
    .columns(["partner_id", "at"])
    .execute()
}
