import type { Kysely } from "kysely"

/** Figures of days of which something was erased by age stay as they are. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable("figures_counted")
    // Days that began before are not counted again.
    .addColumn("kept_up_to", "bigint", (column) => column.notNull().defaultTo(0))
    .execute()
  // A conversation that goes is looked for among the tickets.
  await db.schema
    .createIndex("ticket_by_conversation")
    .on("ticket")
    .columns(["conversation_id", "id"])
    .execute()
}
