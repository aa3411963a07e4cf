import type { Kysely } from "kysely"
import { numbered } from "./column-types.ts"

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("failure")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("partner_id", "text", (column) =>
      column.notNull().references("partner.id").onDelete("cascade"),
    )
    .addColumn("dedupe_key", "text", (column) => column.notNull())
    .addColumn("report", "text", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addUniqueConstraint("failure_once", ["partner_id", "dedupe_key"])
    .execute()

  await db.schema
    .createTable("ticket")
    .$call(numbered(db, "number"))
    .addColumn("uuid", "text", (column) => column.notNull().unique())
    .addColumn("partner_id", "text", (column) =>
      column.notNull().references("partner.id").onDelete("cascade"),
    )
    .addColumn("failure_id", "text", (column) => column.notNull().unique())
    .addColumn("subject", "text", (column) => column.notNull())
    .addColumn("requester", "text", (column) => column.notNull())
    .addColumn("transcript", "text", (column) => column.notNull())
    .addColumn("status", "text", (column) => column.notNull())
    .addColumn("priority", "text", (column) => column.notNull())
    .addColumn("reference", "text")
    .addColumn("external_id", "text")
    .addColumn("external_url", "text")
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("updated_at", "bigint", (column) => column.notNull())
    .execute()

  await db.schema
    .createTable("outbox")
    .$call(numbered(db, "id"))
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("dedupe_key", "text", (column) => column.notNull().unique())
    .addColumn("payload", "text", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("attempts", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("next_at", "bigint", (column) => column.notNull())
    .addColumn("lease_until", "bigint")
    .addColumn("last_error", "text")
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("done_at", "bigint")
    .execute()
  await db.schema.createIndex("outbox_due").on("outbox").columns(["state", "next_at"]).execute()
}
