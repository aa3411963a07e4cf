import { type Kysely, sql } from "kysely"
import { isPostgres } from "./column-types.ts"

/**
 * What agents find messages by, and how far it goes: a follower brings the events there behind their writers. What goes
 * takes its entry along. Articles remember what they were made of.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  if (isPostgres(db)) await onPostgres(db)
  else await onSqlite(db)
  await db.schema.alterTable("kb_article").addColumn("provenance", "text").execute()
}

async function onSqlite(db: Kysely<unknown>): Promise<void> {
  // Terms only, no text: they come ready made, so that nothing is left for the tokenizer but to part them at spaces.
  await sql`create virtual table message_index using fts5(
    partner, words, content = '', contentless_delete = 1, tokenize = 'ascii'
  )`.execute(db)
  await sql`create table message_indexed (up_to integer not null)`.execute(db)
  await sql`insert into message_indexed (up_to) values (0)`.execute(db)
  // The highest ids are given out anew once their events are gone.
  await sql`create trigger event_gone after delete on event begin
    delete from message_index where rowid = old.id;
    update message_indexed set up_to = coalesce((select max(id) from event), 0)
      where up_to > coalesce((select max(id) from event), 0);
  end`.execute(db)
}

async function onPostgres(db: Kysely<unknown>): Promise<void> {
  await sql`create table message_index (
    event_id bigint primary key references event (id) on delete cascade,
    partner_id text not null,
    words tsvector not null
  )`.execute(db)
  await sql`create index message_index_words on message_index using gin (words)`.execute(db)
  await sql`create index message_index_partner on message_index (partner_id, event_id)`.execute(db)
  await sql`create table message_indexed (
    up_to bigint not null,
    swept bigint not null,
    mark bigint,
    mark_xid xid8
  )`.execute(db)
  await sql`insert into message_indexed (up_to, swept) values (0, 0)`.execute(db)
}
