import type { Kysely } from "kysely"

/** Under which keys there may be sealed texts, and which of them everything is being sealed anew with. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("encryption_key")
    .addColumn("id", "text", (column) => column.primaryKey())
    // Opens with the key and no other.
    .addColumn("check_value", "text")
    .addColumn("added_at", "bigint", (column) => column.notNull())
    .addColumn("rotating_since", "bigint")
    .execute()
}
