import type { Kysely } from "kysely"
import { numbered } from "./column-types.ts"

/** Sessions as the chatbot contract's clients name them, and the sites that the bot answers from. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("chatbot_session")
    .addColumn("conversation_id", "bigint", (column) =>
      column.primaryKey().references("conversation.id").onDelete("cascade"),
    )
    .addColumn("customer_id", "bigint", (column) =>
      column.notNull().references("customer.id").onDelete("cascade"),
    )
    // The client's own name for it; several conversations one after the other may bear it.
    .addColumn("name", "text", (column) => column.notNull())
    // Of the ticket that its form becomes, told before there is one.
    .addColumn("ticket_uuid", "text", (column) => column.unique())
    .execute()
  await db.schema
    .createIndex("chatbot_session_name")
    .on("chatbot_session")
    .columns(["customer_id", "name", "conversation_id"])
    .execute()

  await db.schema
    .createTable("site")
    .$call(numbered(db, "id"))
    .addColumn("partner_id", "text", (column) =>
      column.notNull().references("partner.id").onDelete("cascade"),
    )
    .addColumn("origin", "text", (column) => column.notNull())
    .addColumn("requested_by", "text", (column) => column.notNull())
    .addColumn("created_at", "bigint", (column) => column.notNull())
    // When it is to be read next.
    .addColumn("next_at", "bigint", (column) => column.notNull())
    // Who reads it now, and until when they must say again that they do.
    .addColumn("reader", "text")
    .addColumn("lease_until", "bigint")
    .addColumn("started_at", "bigint")
    // When it was read to the end for the last time.
    .addColumn("read_at", "bigint")
    .addColumn("attempts", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("pages", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("articles", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("unreadable", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("error", "text")
    // It was taken off the list: naming it again does not bring it back.
    .addColumn("removed_at", "bigint")
    .addUniqueConstraint("site_origin", ["partner_id", "origin"])
    .execute()
  await db.schema.createIndex("site_due").on("site").column("next_at").execute()
}
