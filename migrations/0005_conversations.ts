import { type Kysely, sql } from "kysely"
import { numbered } from "./column-types.ts"

export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable("partner")
    .addColumn("settings", "text", (column) => column.notNull().defaultTo("{}"))
    .execute()
  // Conversations are numbered a partner, so that nobody can count another's.
  await db.schema
    .alterTable("partner")
    .addColumn("last_conversation", "bigint", (column) => column.notNull().defaultTo(0))
    .execute()

  await db.schema
    .createTable("customer")
    .$call(numbered(db, "id"))
    .addColumn("partner_id", "text", (column) =>
      column.notNull().references("partner.id").onDelete("cascade"),
    )
    // Who is proven to be somebody and who only says so are two, whatever they call themselves.
    .addColumn("verified", "integer", (column) => column.notNull())
    .addColumn("external_id", "text", (column) => column.notNull())
    .addColumn("claimed_id", "text")
    .addColumn("name", "text")
    .addColumn("email", "text")
    .addColumn("phone", "text")
    .addColumn("birthdate", "text")
    .addColumn("locale", "text")
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("updated_at", "bigint", (column) => column.notNull())
    .addUniqueConstraint("customer_identity", ["partner_id", "external_id", "verified"])
    .execute()

  await db.schema
    .createTable("conversation")
    .$call(numbered(db, "id"))
    .addColumn("partner_id", "text", (column) =>
      column.notNull().references("partner.id").onDelete("cascade"),
    )
    .addColumn("number", "bigint", (column) => column.notNull())
    .addColumn("public_id", "text", (column) => column.notNull().unique())
    .addColumn("customer_id", "bigint", (column) =>
      column.notNull().references("customer.id").onDelete("cascade"),
    )
    .addColumn("status", "text", (column) => column.notNull())
    .addColumn("handler", "text", (column) => column.notNull())
    .addColumn("agent_id", "bigint")
    .addColumn("last_seq", "bigint", (column) => column.notNull().defaultTo(0))
    .addColumn("read_by_customer", "bigint", (column) => column.notNull().defaultTo(0))
    .addColumn("read_by_agent", "bigint", (column) => column.notNull().defaultTo(0))
    .addColumn("last_message_at", "bigint")
    .addColumn("last_from", "text")
    .addColumn("page", "text")
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addColumn("updated_at", "bigint", (column) => column.notNull())
    .addUniqueConstraint("conversation_number", ["partner_id", "number"])
    .execute()
  await db.schema.createIndex("conversation_customer").on("conversation").column("customer_id").execute()
  await db.schema
    .createIndex("conversation_open")
    .on("conversation")
    .column("partner_id")
    .where(sql.ref("status"), "!=", sql.lit("closed"))
    .execute()

  // One index: it finds a conversation's events and refuses a client's message the second time. Each further one costs a
  // third of a batched insert, and this one half as much by a key instead of the name.
  await db.schema
    .createTable("event")
    .$call(numbered(db, "id"))
    .addColumn("conversation_id", "bigint", (column) =>
      column.notNull().references("conversation.id").onDelete("cascade"),
    )
    .addColumn("seq", "integer", (column) => column.notNull())
    .addColumn("type", "text", (column) => column.notNull())
    .addColumn("sender_kind", "text", (column) => column.notNull())
    .addColumn("sender_id", "text", (column) => column.notNull())
    .addColumn("client_id", "text")
    .addColumn("client_key", "bigint")
    .addColumn("text", "text")
    .addColumn("data", "text")
    .addColumn("at", "bigint", (column) => column.notNull())
    .addUniqueConstraint("event_once", ["conversation_id", "client_key"])
    .execute()

  // What this server signs session tokens with.
  await db.schema
    .createTable("server_secret")
    .addColumn("name", "text", (column) => column.primaryKey())
    .addColumn("value", "text", (column) => column.notNull())
    .execute()
}
