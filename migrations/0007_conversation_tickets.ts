import { type Kysely, sql } from "kysely"
import { isPostgres, numbered } from "./column-types.ts"

/** A ticket may come out of a conversation, and holds its question itself. */
export async function up(db: Kysely<unknown>): Promise<void> {
  if (isPostgres(db)) await widenTable(db)
  else await makeAnew(db)
}

async function widenTable(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable("ticket")
    .alterColumn("failure_id", (column) => column.dropNotNull())
    .addColumn("conversation_id", "bigint", (column) =>
      column.references("conversation.id").onDelete("set null"),
    )
    .addColumn("client_id", "text")
    .addColumn("question", "text", (column) => column.notNull().defaultTo(""))
    .execute()
  await sql`update ticket set question = coalesce(
    (select report::json ->> 'query' from failure where failure.id = ticket.failure_id), subject)`.execute(db)
  await sql`alter table ticket alter column question drop default`.execute(db)
  await db.schema
    .alterTable("ticket")
    .addUniqueConstraint("ticket_of_conversation", ["conversation_id", "client_id"])
    .execute()
}

/** SQLite cannot take a "not null" away. */
async function makeAnew(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("ticket_anew")
    .$call(numbered(db, "number"))
    .addColumn("uuid", "text", (column) => column.notNull().unique())
    .addColumn("partner_id", "text", (column) =>
      column.notNull().references("partner.id").onDelete("cascade"),
    )
    .addColumn("failure_id", "text", (column) => column.unique())
    .addColumn("conversation_id", "bigint", (column) =>
      column.references("conversation.id").onDelete("set null"),
    )
    .addColumn("client_id", "text")
    .addColumn("question", "text", (column) => column.notNull())
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
    .addUniqueConstraint("ticket_of_conversation", ["conversation_id", "client_id"])
    .execute()
  await sql`insert into ticket_anew (number, uuid, partner_id, failure_id, question, subject, requester, transcript,
      status, priority, reference, external_id, external_url, created_at, updated_at)
    select number, uuid, partner_id, failure_id, coalesce(
      (select json_extract(report, '$.query') from failure where failure.id = ticket.failure_id), subject),
      subject, requester, transcript, status, priority, reference, external_id, external_url, created_at, updated_at
    from ticket`.execute(db)
  // A number is never given out twice, also not that of a ticket which has gone.
  await sql`delete from sqlite_sequence where name = 'ticket_anew'`.execute(db)
  await sql`insert into sqlite_sequence (name, seq)
    select 'ticket_anew', seq from sqlite_sequence where name = 'ticket'`.execute(db)
  await db.schema.dropTable("ticket").execute()
  await db.schema.alterTable("ticket_anew").renameTo("ticket").execute()
}
