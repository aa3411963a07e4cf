import { type Kysely, sql } from "kysely"
import { isPostgres } from "./column-types.ts"

/** What is asked for of a large desk is found by an index, and what is asked of one conversation looks at no other. */
export async function up(db: Kysely<unknown>): Promise<void> {
  if (!isPostgres(db)) await tellConversationByPlace(db)

  // As lists show them: in the order of their numbers.
  await db.schema.dropIndex("conversation_open").execute()
  await sql`create index conversation_open on conversation (partner_id, number) where status != 'closed'`.execute(
    db,
  )
  await db.schema.dropIndex("conversation_customer").execute()
  await db.schema
    .createIndex("conversation_customer")
    .on("conversation")
    .columns(["customer_id", "number"])
    .execute()
  await db.schema.dropIndex("ticket_by_customer").execute()
  await db.schema.createIndex("ticket_by_customer").on("ticket").columns(["customer_id", "number"]).execute()
  await db.schema
    .createIndex("ticket_by_assignee")
    .on("ticket")
    .columns(["partner_id", "assignee", "number"])
    .execute()
  await db.schema.createIndex("interaction_partner").on("interaction").columns(["partner_id", "id"]).execute()
}

/** Had it the conversation's id from the event, SQLite would not see that places are in its order, and go over all of them. */
async function tellConversationByPlace(db: Kysely<unknown>): Promise<void> {
  await sql`drop view conversation_event`.execute(db)
  await sql`create view conversation_event as
    select event.id, event_place.conversation_id, event.seq, event.type, event.sender_kind, event.sender_id,
      event.client_id, event.client_key, event.text, event.data, event.at
    from event_place join event on event.id = event_place.event_id
    union all
    select id, conversation_id, seq, type, sender_kind, sender_id, client_id, client_key, text, data, at
    from event
    where event.id > (select up_to from event_placed) and not exists (
      select 1 from event_place
      where event_place.conversation_id = event.conversation_id
        and event_place.key = coalesce(event.client_key, -event.id)
    )`.execute(db)
}
