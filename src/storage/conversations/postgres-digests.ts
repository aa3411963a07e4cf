import { sql } from "kysely"
import type { Conversation, SenderKind } from "../../core/conversations/conversation.ts"
import { beginningOf, type Digest, PREVIEW_LENGTH } from "../../core/conversations/summary.ts"
import type { Db } from "../database.ts"

interface DigestRow {
  conversation_id: number
  seq: number | null
  sender_kind: SenderKind
  text: string | null
  at: number
  unread: number[] | null
}

/**
 * One statement for all of them.
 *
 * @param mostUnread unread messages that are counted
 * @param isSealed whether texts are cut once they are open, and not by the database
 */
export async function postgresDigests(
  db: Db,
  isSealed: boolean,
  conversations: readonly Conversation[],
  mostUnread: number,
): Promise<Map<number, Digest>> {
  if (conversations.length === 0) return new Map()
  const ids = conversations.map(({ id }) => id)
  const text = isSealed ? sql`last.text` : sql`substr(last.text, 1, ${sql.lit(PREVIEW_LENGTH)})`
  const read = conversations.map(({ readByAgent }) => readByAgent)
  const { rows } = await sql<DigestRow>`
    select asked.id as conversation_id, last.seq, last.sender_kind, ${text} as text, last.at,
      messages.unread[array_length(messages.unread, 1) - ${sql.lit(mostUnread - 1)} :] as unread
    from unnest(${ids}::bigint[], ${read}::bigint[]) as asked (id, read)
    left join lateral (
      select max(id) as last_id,
        array_agg(seq order by seq) filter (where sender_kind = 'customer' and seq > asked.read) as unread
      from event where conversation_id = asked.id and type = 'message'
    ) as messages on true
    left join event as last on last.id = messages.last_id`.execute(db)
  return new Map(rows.map((row) => [row.conversation_id, digestOf(row)]))
}

function digestOf({ seq, sender_kind: from, text, at, unread }: DigestRow): Digest {
  return {
    lastMessage: seq === null ? undefined : { seq, from, text: beginningOf(text ?? "", PREVIEW_LENGTH), at },
    unread: unread ?? [],
  }
}
