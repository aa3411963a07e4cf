import type { Kysely } from "kysely"
import { numbered } from "./column-types.ts"

/** Which conversations are no more, and since when: clients that were away forget them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("erased_conversations")
    .$call(numbered(db, "id"))
    .addColumn("partner_id", "text", (column) =>
      column.notNull().references("partner.id").onDelete("cascade"),
    )
    .addColumn("at", "bigint", (column) => column.notNull())
    // Those of one transaction, as a list.
    .addColumn("numbers", "text", (column) => column.notNull())
    .execute()
  await db.schema
    .createIndex("erased_conversations_partner")
    .on("erased_conversations")
    .columns(["partner_id", "at"])
    .execute()
}
