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
    select asked.id as conversation_id, last.seq, last.sender_kind, ${text} as text, last.at, messages.unread
    from unnest(${ids}::bigint[], ${read}::bigint[]) as asked (id, read)
    left join lateral (
      select seq, sender_kind, text, at from event
      where conversation_id = asked.id and type = 'message'
      order by seq desc limit 1
    ) as last on true
    left join lateral (
      select array_agg(seq order by seq) as unread from (
        select seq from event
        where conversation_id = asked.id and type = 'message' and sender_kind = 'customer' and seq > asked.read
        order by seq desc limit ${sql.lit(mostUnread)}
      ) as newest
    ) as messages on true`.execute(db)
  return new Map(rows.map((row) => [row.conversation_id, digestOf(row)]))
}

function digestOf({ seq, sender_kind: from, text, at, unread }: DigestRow): Digest {
  return {
    lastMessage: seq === null ? undefined : { seq, from, text: beginningOf(text ?? "", PREVIEW_LENGTH), at },
    unread: unread ?? [],
  }
}
