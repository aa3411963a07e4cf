import { type Kysely, sql } from "kysely"
import { isPostgres } from "./column-types.ts"

/** Tickets of every door, with whose they are, who has them, and everything that happened to them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await widenTicket(db)
  // Rises with everything that happens to any ticket of the partner.
  await db.schema
    .alterTable("partner")
    .addColumn("ticket_changes", "bigint", (column) => column.notNull().defaultTo(0))
    .execute()
  await db.schema
    .createTable("ticket_change")
    .addColumn("ticket_id", "bigint", (column) =>
      column.notNull().references("ticket.id").onDelete("cascade"),
    )
    .addColumn("seq", "bigint", (column) => column.notNull())
    .addColumn("at", "bigint", (column) => column.notNull())
    .addColumn("actor", "text", (column) => column.notNull())
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("from_value", "text")
    .addColumn("to_value", "text")
    .addColumn("text", "text")
    .addColumn("visibility", "text")
    // Its actor's own name for it: the same is stored once a ticket.
    .addColumn("client_id", "text")
    .addPrimaryKeyConstraint("ticket_change_key", ["ticket_id", "seq"])
    .addUniqueConstraint("ticket_change_once", ["ticket_id", "actor", "client_id"])
    .execute()
  await sql`insert into ticket_change (ticket_id, seq, at, actor, kind)
    select id, 1, created_at, 'customer', 'created' from ticket`.execute(db)
}

async function widenTicket(db: Kysely<unknown>): Promise<void> {
  const table = () => db.schema.alterTable("ticket")
  await table().renameColumn("question", "description").execute()
  await table()
    .addColumn("customer_id", "bigint", (column) => column.references("customer.id").onDelete("set null"))
    .execute()
  await table().addColumn("assignee", "bigint").execute()
  await table()
    .addColumn("source", "text", (column) => column.notNull().defaultTo("handoff"))
    .execute()
  await table().addColumn("closed_at", "bigint").execute()
  await table()
    .addColumn("last_change", "bigint", (column) => column.notNull().defaultTo(1))
    .execute()
  await sql`update ticket set source = 'failure' where failure_id is not null`.execute(db)
  await sql`update ticket set closed_at = updated_at where status = 'closed'`.execute(db)
  await sql`update ticket set customer_id =
    (select customer_id from conversation where conversation.id = ticket.conversation_id)`.execute(db)
  // SQLite can neither take a default away nor add a constraint.
  if (isPostgres(db)) {
    await sql`alter table ticket alter column source drop default`.execute(db)
    await sql`alter table ticket alter column last_change drop default`.execute(db)
  }
  // What it came of, whatever that was: the same is one ticket.
  await table().renameColumn("client_id", "open_key").execute()
  await sql`update ticket set open_key = 'failure:' || failure_id where failure_id is not null`.execute(db)
  await sql`update ticket set open_key = 'conversation:' || conversation_id || ':' || open_key
    where conversation_id is not null and open_key is not null`.execute(db)
  await db.schema
    .createIndex("ticket_once")
    .unique()
    .on("ticket")
    .columns(["partner_id", "open_key"])
    .execute()
  await db.schema
    .createIndex("ticket_by_status")
    .on("ticket")
    .columns(["partner_id", "status", "number"])
    .execute()
  await db.schema.createIndex("ticket_by_customer").on("ticket").columns(["customer_id", "id"]).execute()
}
