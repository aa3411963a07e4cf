import type { Kysely } from "kysely"

/** When a customer was signed out everywhere: what was given out before opens nothing. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("customer").addColumn("signed_out_at", "bigint").execute()
}
