import type { Kysely } from "kysely"
import { bytes } from "./column-types.ts"

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("kb")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("partner_id", "text", (column) =>
      column.notNull().references("partner.id").onDelete("cascade"),
    )
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("revision", "bigint", (column) => column.notNull())
    .addColumn("calibration", "text")
    .addColumn("model_id", "text")
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addUniqueConstraint("kb_name", ["partner_id", "name"])
    .execute()

  await db.schema
    .createTable("kb_article")
    .addColumn("kb_id", "text", (column) => column.notNull().references("kb.id").onDelete("cascade"))
    .addColumn("id", "text", (column) => column.notNull())
    .addColumn("source", "text", (column) => column.notNull())
    .addColumn("title", "text", (column) => column.notNull())
    .addColumn("body", "text", (column) => column.notNull())
    .addColumn("url", "text")
    .addColumn("entry_type", "text")
    .addColumn("examples", "text", (column) => column.notNull())
    .addColumn("chunks", "text", (column) => column.notNull())
    .addColumn("content_hash", "text", (column) => column.notNull())
    .addColumn("revision", "bigint", (column) => column.notNull())
    .addColumn("updated_at", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("kb_article_key", ["kb_id", "id"])
    .execute()

  await db.schema
    .createTable("kb_tombstone")
    .addColumn("kb_id", "text", (column) => column.notNull().references("kb.id").onDelete("cascade"))
    .addColumn("article_id", "text", (column) => column.notNull())
    .addColumn("revision", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("kb_tombstone_key", ["kb_id", "article_id"])
    .execute()

  await db.schema
    .createTable("kb_vector")
    .addColumn("kb_id", "text", (column) => column.notNull().references("kb.id").onDelete("cascade"))
    .addColumn("article_id", "text", (column) => column.notNull())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("ordinal", "integer", (column) => column.notNull())
    .addColumn("text", "text", (column) => column.notNull())
    .addColumn("vector", bytes(db) as never, (column) => column.notNull())
    .addPrimaryKeyConstraint("kb_vector_key", ["kb_id", "article_id", "kind", "ordinal"])
    .execute()

  await db.schema
    .createTable("kb_source")
    .addColumn("kb_id", "text", (column) => column.notNull().references("kb.id").onDelete("cascade"))
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("root", "text", (column) => column.notNull())
    .addColumn("content_hash", "text", (column) => column.notNull())
    .addColumn("error", "text")
    .addColumn("seen_at", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("kb_source_key", ["kb_id", "name"])
    .execute()
}
