import type { Kysely } from "kysely"
import { numbered } from "./column-types.ts"

/** What came by mail: which mails were read and what became of them, who reads, and the files that came along. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("mail_received")
    .$call(numbered(db, "id"))
    // Made of Message-ID, sender and addressee: the same mail is taken once, however often it is read.
    .addColumn("key", "text", (column) => column.notNull().unique())
    .addColumn("mailbox", "text", (column) => column.notNull())
    .addColumn("uid_validity", "bigint", (column) => column.notNull())
    .addColumn("uid", "bigint", (column) => column.notNull())
    .addColumn("partner_id", "text", (column) => column.references("partner.id").onDelete("cascade"))
    // Nobody's address, but something that is the same for the same sender.
    .addColumn("sender", "text", (column) => column.notNull())
    .addColumn("outcome", "text", (column) => column.notNull())
    .addColumn("at", "bigint", (column) => column.notNull())
    .execute()
  await db.schema
    .createIndex("mail_received_uid")
    .on("mail_received")
    .columns(["mailbox", "uid_validity", "uid"])
    .execute()
  await db.schema.createIndex("mail_received_sender").on("mail_received").columns(["sender", "at"]).execute()

  await db.schema
    .createTable("mail_reader")
    .addColumn("mailbox", "text", (column) => column.primaryKey())
    .addColumn("uid_validity", "bigint", (column) => column.notNull().defaultTo(0))
    // Everything up to there was looked at.
    .addColumn("up_to", "bigint", (column) => column.notNull().defaultTo(0))
    // What came before was not meant for us, unless it says so.
    .addColumn("since", "bigint", (column) => column.notNull())
    .addColumn("owner", "text")
    .addColumn("lease_until", "bigint", (column) => column.notNull().defaultTo(0))
    .execute()

  await db.schema
    .createTable("attachment")
    .$call(numbered(db, "id"))
    .addColumn("public_id", "text", (column) => column.notNull().unique())
    .addColumn("partner_id", "text", (column) =>
      column.notNull().references("partner.id").onDelete("cascade"),
    )
    .addColumn("conversation_id", "bigint", (column) =>
      column.references("conversation.id").onDelete("cascade"),
    )
    .addColumn("ticket_id", "bigint", (column) => column.references("ticket.id").onDelete("cascade"))
    // Of the event, or of the ticket's change, that it came with.
    .addColumn("seq", "bigint", (column) => column.notNull())
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("type", "text", (column) => column.notNull())
    .addColumn("size", "bigint", (column) => column.notNull())
    .addColumn("sha256", "text", (column) => column.notNull())
    // Null where customers may have it too.
    .addColumn("agents_only", "integer")
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .execute()
  await db.schema
    .createIndex("attachment_conversation")
    .on("attachment")
    .columns(["conversation_id", "seq"])
    .execute()
  await db.schema.createIndex("attachment_ticket").on("attachment").columns(["ticket_id", "seq"]).execute()

  // In parts, so that no row is large: base64, which can be sealed as other texts are.
  await db.schema
    .createTable("attachment_part")
    .addColumn("attachment_id", "bigint", (column) =>
      column.notNull().references("attachment.id").onDelete("cascade"),
    )
    .addColumn("part", "integer", (column) => column.notNull())
    .addColumn("content", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("attachment_part_key", ["attachment_id", "part"])
    .execute()
}
