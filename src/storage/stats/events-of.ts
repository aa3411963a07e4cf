import type { ConversationEvent, EventType } from "../../core/conversations/conversation.ts"
import { eventOf } from "../conversations/rows.ts"
import type { Database } from "../database.ts"

const COLUMNS = [
  "event.conversation_id",
  "event.seq",
  "event.type",
  "event.sender_kind",
  "event.sender_id",
  "event.data",
  "event.at",
] as const

/**
 * The events of many conversations, without their texts, each conversation's in their order. SQLite's view of all events goes
 * over all places where it is asked for more than one conversation, so that the two tables below it are asked here.
 */
export async function eventsOf(
  { db, sqlite }: Pick<Database, "db" | "sqlite">,
  conversationIds: readonly number[],
  types: readonly EventType[],
): Promise<Map<number, ConversationEvent[]>> {
  const events = new Map<number, Map<number, ConversationEvent>>(conversationIds.map((id) => [id, new Map()]))
  // What has no place yet comes first: it may get one between the two questions.
  const questions = sqlite
    ? [unplaced(db, conversationIds), placed(db, conversationIds)]
    : [all(db, conversationIds)]
  for (const question of questions)
    for (const row of await question.where("event.type", "in", types).execute())
      events
        .get(row.conversation_id)
        ?.set(row.seq, eventOf({ ...row, client_id: null, client_key: null, text: null }))
  return new Map([...events].map(([id, some]) => [id, [...some.values()].sort((a, b) => a.seq - b.seq)]))
}

function all(db: Database["db"], ids: readonly number[]) {
  return db.selectFrom("event").select(COLUMNS).where("event.conversation_id", "in", ids)
}

function placed(db: Database["db"], ids: readonly number[]) {
  return db
    .selectFrom("event_place")
    .innerJoin("event", "event.id", "event_place.event_id")
    .select(COLUMNS)
    .where("event_place.conversation_id", "in", ids)
}

function unplaced(db: Database["db"], ids: readonly number[]) {
  return all(db, ids).where("event.id", ">", ({ selectFrom }) =>
    selectFrom("event_placed").select("event_placed.up_to"),
  )
}
