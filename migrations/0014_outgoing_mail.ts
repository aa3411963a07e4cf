import type { Kysely } from "kysely"

/** What partners put in place of mails' own words; which customers were told of replies, and who wants to hear of none. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("mail_template")
    .addColumn("partner_id", "text", (column) =>
      column.notNull().references("partner.id").onDelete("cascade"),
    )
    .addColumn("mail", "text", (column) => column.notNull())
    .addColumn("language", "text", (column) => column.notNull())
    .addColumn("subject", "text")
    .addColumn("text", "text")
    .addColumn("html", "text")
    .addColumn("updated_at", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("mail_template_key", ["partner_id", "mail", "language"])
    .execute()

  await db.schema
    .createTable("reply_notice")
    .addColumn("conversation_id", "bigint", (column) =>
      column.primaryKey().references("conversation.id").onDelete("cascade"),
    )
    // The last message that a mail told of, when it was said, and when the mail was written; 0: none was.
    .addColumn("up_to", "bigint", (column) => column.notNull())
    .addColumn("message_at", "bigint", (column) => column.notNull())
    .addColumn("noticed_at", "bigint", (column) => column.notNull())
    // A server that has a client of the customer's vouches for it until then.
    .addColumn("here_until", "bigint", (column) => column.notNull().defaultTo(0))
    .execute()

  await db.schema
    .createTable("reply_notice_stop")
    .addColumn("customer_id", "bigint", (column) =>
      column.primaryKey().references("customer.id").onDelete("cascade"),
    )
    .addColumn("partner_id", "text", (column) =>
      column.notNull().references("partner.id").onDelete("cascade"),
    )
    // Of the mailbox that said so: whoever else is said to have it gets none either.
    .addColumn("email", "text", (column) => column.notNull())
    .addColumn("at", "bigint", (column) => column.notNull())
    .execute()
  await db.schema
    .createIndex("reply_notice_stop_email")
    .on("reply_notice_stop")
    .columns(["partner_id", "email"])
    .execute()
}
