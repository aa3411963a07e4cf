import type { Kysely } from "kysely"
import { numbered } from "./column-types.ts"

/** What partners' customers say when they want something, beside the phrases that chatd knows by itself. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("intent_example")
    .$call(numbered(db, "id"))
    .addColumn("partner_id", "text", (column) =>
      column.notNull().references("partner.id").onDelete("cascade"),
    )
    .addColumn("intent", "text", (column) => column.notNull())
    .addColumn("text", "text", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addUniqueConstraint("intent_example_text", ["partner_id", "text"])
    .execute()
}
