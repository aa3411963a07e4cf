import type { Kysely } from "kysely"

/** When somebody said that a partner is to be removed: from then on it is there for nobody, while what it had goes step by step. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("partner").addColumn("removed_at", "bigint").execute()
}
