import type { Kysely } from "kysely"
import { numbered } from "./column-types.ts"

/** What was done to the installation: a partner's own log goes with the partner. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("server_audit_entry")
    .$call(numbered(db, "id"))
    .addColumn("at", "bigint", (column) => column.notNull())
    .addColumn("actor", "text", (column) => column.notNull())
    .addColumn("action", "text", (column) => column.notNull())
    .addColumn("target", "text")
    .addColumn("details", "text")
    .execute()
}
