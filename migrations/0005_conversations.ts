import { type CreateTableBuilder, type Kysely, sql } from "kysely"
import { isPostgres, numbered } from "./column-types.ts"

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

  await db.schema
    .createTable("event")
    .$call(isPostgres(db) ? numbered(db, "id") : countedUp)
    .addColumn("conversation_id", "bigint", (column) => column.notNull())
    .addColumn("seq", "integer", (column) => column.notNull())
    .addColumn("type", "text", (column) => column.notNull())
    .addColumn("sender_kind", "text", (column) => column.notNull())
    .addColumn("sender_id", "text", (column) => column.notNull())
    .addColumn("client_id", "text")
    .addColumn("client_key", "bigint")
    .addColumn("text", "text")
    .addColumn("data", "text")
    .addColumn("at", "bigint", (column) => column.notNull())
    .execute()
  if (isPostgres(db)) await indexEvents(db)
  else await indexEventsLater(db)

  // What this server signs session tokens with.
  await db.schema
    .createTable("server_secret")
    .addColumn("name", "text", (column) => column.primaryKey())
    .addColumn("value", "text", (column) => column.notNull())
    .execute()
}

/** Without SQLite's own count of the highest number ever, which is a further page in each transaction. */
function countedUp<Table extends string>(table: CreateTableBuilder<Table>) {
  return table.addColumn("id", "integer", (column) => column.primaryKey())
}

async function indexEvents(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable("event")
    .addForeignKeyConstraint("event_conversation", ["conversation_id"], "conversation", ["id"])
    .onDelete("cascade")
    .execute()
  await db.schema
    .alterTable("event")
    .addUniqueConstraint("event_once", ["conversation_id", "client_key"])
    .execute()
  await sql`create view conversation_event as select * from event`.execute(db)
}

/**
 * An index of `event` would make each message write a page of its own, since every conversation's entries lie elsewhere.
 * So events are written one behind the other, and their places are brought into a table of their own many of a conversation
 * at a time. What has not been brought there is above `up_to`, and few.
 */
async function indexEventsLater(db: Kysely<unknown>): Promise<void> {
  await sql`create table event_place (
    conversation_id integer not null,
    key integer not null,
    event_id integer not null,
    primary key (conversation_id, key)
  ) without rowid`.execute(db)
  await sql`create table event_placed (up_to integer not null)`.execute(db)
  await sql`insert into event_placed (up_to) values (0)`.execute(db)
  await sql`create view conversation_event as
    select event.* from event_place join event on event.id = event_place.event_id
    union all
    select event.* from event
    where event.id > (select up_to from event_placed) and not exists (
      select 1 from event_place
      where event_place.conversation_id = event.conversation_id
        and event_place.key = coalesce(event.client_key, -event.id)
    )`.execute(db)
  await sql`create trigger conversation_gone before delete on conversation begin
    delete from event where id in (select event_id from event_place where conversation_id = old.id);
    delete from event where id > (select up_to from event_placed) and conversation_id = old.id;
    delete from event_place where conversation_id = old.id;
    update event_placed set up_to = min(up_to, coalesce((select max(id) from event), 0));
  end`.execute(db)
}
