import type { Kysely } from "kysely"

/** Whether somebody who knows says that a customer's address is theirs. Of those from before nobody can tell. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable("customer")
    .addColumn("email_vouched", "integer", (column) => column.notNull().defaultTo(0))
    .execute()
}
