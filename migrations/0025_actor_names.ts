import type { Kysely } from "kysely"

/** Who changed a ticket in another system, by the name that they have there. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("ticket_change").addColumn("actor_name", "text").execute()
}
