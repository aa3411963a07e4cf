import { type Kysely, sql } from "kysely"
import { isPostgres } from "./column-types.ts"

/** Tickets are numbered a partner, as conversations are: nobody can count another's. Those that were told stay. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable("ticket").renameColumn("number", "id").execute()
  await db.schema
    .alterTable("ticket")
    .addColumn("number", "bigint", (column) => column.notNull().defaultTo(0))
    .execute()
  await sql`update ticket set number = id`.execute(db)
  // SQLite can neither take the default away nor add a constraint; an index is the same to both.
  if (isPostgres(db)) await sql`alter table ticket alter column number drop default`.execute(db)
  await db.schema
    .createIndex("ticket_number")
    .unique()
    .on("ticket")
    .columns(["partner_id", "number"])
    .execute()

  await db.schema
    .alterTable("partner")
    .addColumn("last_ticket", "bigint", (column) => column.notNull().defaultTo(0))
    .execute()
  await sql`update partner set last_ticket = coalesce(
    (select max(number) from ticket where ticket.partner_id = partner.id), 0)`.execute(db)
}
