import { type Kysely, sql } from "kysely"
import { isPostgres, numbered } from "./column-types.ts"

/**
 * Where partners want to be told of events, and what they are yet to be told. Deliveries hold no contents, and refer to
 * conversations and tickets by their numbers alone: what is erased there is not here either, and an endpoint's numbers keep
 * no gap.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("webhook_endpoint")
    .$call(numbered(db, "id"))
    .addColumn("partner_id", "text", (column) =>
      column.notNull().references("partner.id").onDelete("cascade"),
    )
    .addColumn("number", "bigint", (column) => column.notNull())
    .addColumn("url", "text", (column) => column.notNull())
    .addColumn("description", "text")
    // Null: all of them.
    .addColumn("events", "text")
    .addColumn("secret", "text", (column) => column.notNull())
    .addColumn("previous_secret", "text")
    .addColumn("previous_until", "bigint")
    .addColumn("status", "text", (column) => column.notNull())
    .addColumn("reason", "text")
    .addColumn("status_at", "bigint", (column) => column.notNull())
    // What happened before is not told.
    .addColumn("since", "bigint", (column) => column.notNull())
    .addColumn("last_number", "bigint", (column) => column.notNull().defaultTo(0))
    .addColumn("last_success_at", "bigint")
    .addColumn("last_error", "text")
    // It asked to be left alone until then.
    .addColumn("quiet_until", "bigint")
    .addColumn("created_at", "bigint", (column) => column.notNull())
    .addUniqueConstraint("webhook_endpoint_number", ["partner_id", "number"])
    .execute()

  await db.schema
    .createTable("webhook_delivery")
    .$call(numbered(db, "id"))
    .addColumn("endpoint_id", "bigint", (column) =>
      column.notNull().references("webhook_endpoint.id").onDelete("cascade"),
    )
    .addColumn("number", "bigint", (column) => column.notNull())
    .addColumn("type", "text", (column) => column.notNull())
    .addColumn("subject", "text", (column) => column.notNull())
    .addColumn("subject_id", "bigint", (column) => column.notNull())
    .addColumn("seq", "bigint", (column) => column.notNull())
    .addColumn("state", "text", (column) => column.notNull())
    .addColumn("attempts", "integer", (column) => column.notNull().defaultTo(0))
    .addColumn("first_tried_at", "bigint")
    .addColumn("next_at", "bigint", (column) => column.notNull())
    .addColumn("lease_until", "bigint")
    .addColumn("at", "bigint", (column) => column.notNull())
    .addColumn("delivered_at", "bigint")
    .addColumn("last_error", "text")
    .addUniqueConstraint("webhook_delivery_number", ["endpoint_id", "number"])
    .execute()
  await sql`create index webhook_delivery_due on webhook_delivery (endpoint_id, next_at) where state = 'due'`.execute(
    db,
  )
  await sql`create index webhook_delivery_open on webhook_delivery (endpoint_id, subject, subject_id, number)
    where state in ('due', 'behind')`.execute(db)
  await db.schema.createIndex("webhook_delivery_at").on("webhook_delivery").column("at").execute()

  // How far each conversation and ticket has been told of.
  await db.schema
    .createTable("webhook_position")
    .addColumn("subject", "text", (column) => column.notNull())
    .addColumn("subject_id", "bigint", (column) => column.notNull())
    .addColumn("seq", "bigint", (column) => column.notNull())
    .addPrimaryKeyConstraint("webhook_position_key", ["subject", "subject_id"])
    .execute()

  // How far all events have been gone over; a row each for the partners whose tickets have been.
  await db.schema
    .createTable("webhook_followed")
    .addColumn("source", "text", (column) => column.primaryKey())
    .addColumn("up_to", "bigint", (column) => column.notNull())
    .addColumn("at", "bigint", (column) => column.notNull().defaultTo(0))
    .$call((table) =>
      isPostgres(db)
        ? table
            .addColumn("swept", "bigint", (column) => column.notNull().defaultTo(0))
            .addColumn("mark", "bigint")
            .addColumn("mark_xid", sql`xid8`)
        : table,
    )
    .execute()
  await sql`insert into webhook_followed (source, up_to) values ('event', 0)`.execute(db)
  await db.schema.createIndex("ticket_by_update").on("ticket").columns(["partner_id", "updated_at"]).execute()
  // SQLite gives the highest ids out anew once their events are gone.
  if (!isPostgres(db))
    await sql`create trigger event_gone_untold after delete on event begin
      update webhook_followed set up_to = coalesce((select max(id) from event), 0)
        where source = 'event' and up_to > coalesce((select max(id) from event), 0);
    end`.execute(db)
}
