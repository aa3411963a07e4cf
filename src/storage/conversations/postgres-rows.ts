import { sql } from "kysely"
import type { Conversation, ConversationEvent } from "../../core/conversations/conversation.ts"
import type { Db } from "../database.ts"
import type { Sealing } from "../sealing/sealing.ts"
import { changingColumns, rowOfEvent } from "./rows.ts"

/** One statement for all rows: an array a column, so that the statement is the same whatever their number. */
export async function insertEvents(
  trx: Db,
  events: readonly ConversationEvent[],
  sealing: Sealing | undefined,
): Promise<void> {
  const rows = events.map((event) => rowOfEvent(event, sealing))
  await sql`
    insert into event (conversation_id, seq, type, sender_kind, sender_id, client_id, client_key, text, data, at)
    select * from unnest(
      ${column(rows, "conversation_id")}::bigint[], ${column(rows, "seq")}::integer[],
      ${column(rows, "type")}::text[], ${column(rows, "sender_kind")}::text[],
      ${column(rows, "sender_id")}::text[], ${column(rows, "client_id")}::text[],
      ${column(rows, "client_key")}::bigint[],
      ${column(rows, "text")}::text[], ${column(rows, "data")}::text[], ${column(rows, "at")}::bigint[]
    )`.execute(trx)
}

export async function saveConversations(trx: Db, conversations: readonly Conversation[]): Promise<void> {
  const rows = conversations.map((conversation) => ({
    id: conversation.id,
    ...changingColumns(conversation),
  }))
  await sql`
    update conversation set
      status = changed.status, handler = changed.handler, agent_id = changed.agent_id,
      agent_name = changed.agent_name, priority = changed.priority, queued_at = changed.queued_at,
      assigned_at = changed.assigned_at, closed_at = changed.closed_at,
      last_seq = changed.last_seq, read_by_customer = changed.read_by_customer,
      read_by_agent = changed.read_by_agent, last_message_at = changed.last_message_at,
      last_from = changed.last_from, updated_at = changed.updated_at
    from unnest(
      ${column(rows, "id")}::bigint[], ${column(rows, "status")}::text[], ${column(rows, "handler")}::text[],
      ${column(rows, "agent_id")}::bigint[], ${column(rows, "agent_name")}::text[],
      ${column(rows, "priority")}::integer[], ${column(rows, "queued_at")}::bigint[],
      ${column(rows, "assigned_at")}::bigint[], ${column(rows, "closed_at")}::bigint[],
      ${column(rows, "last_seq")}::bigint[],
      ${column(rows, "read_by_customer")}::bigint[], ${column(rows, "read_by_agent")}::bigint[],
      ${column(rows, "last_message_at")}::bigint[], ${column(rows, "last_from")}::text[],
      ${column(rows, "updated_at")}::bigint[]
    ) as changed (
      id, status, handler, agent_id, agent_name, priority, queued_at, assigned_at, closed_at, last_seq,
      read_by_customer, read_by_agent, last_message_at, last_from, updated_at
    )
    where conversation.id = changed.id`.execute(trx)
}

function column<Row, Name extends keyof Row>(rows: readonly Row[], name: Name): Row[Name][] {
  return rows.map((row) => row[name])
}
