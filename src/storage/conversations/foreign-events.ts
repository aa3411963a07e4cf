import type { Conversation, ConversationEvent } from "../../core/conversations/conversation.ts"
import type { Db } from "../database.ts"
import type { NewEvents } from "../postgres/event-feed.ts"
import { conversationOf, eventOf } from "./rows.ts"

/**
 * Reads what other servers wrote, of the conversations that somebody here listens to.
 *
 * @param isWanted whether anybody does
 */
export async function foreignEvents(
  db: Db,
  news: readonly NewEvents[],
  isWanted: (conversation: Conversation) => boolean,
): Promise<{ conversation: Conversation; event: ConversationEvent }[]> {
  const firsts = new Map<number, number>()
  for (const { conversationId, from } of news)
    firsts.set(conversationId, Math.min(from, firsts.get(conversationId) ?? from))
  const rows = await db
    .selectFrom("conversation")
    .selectAll()
    .where("id", "in", [...firsts.keys()])
    .execute()
  const wanted = new Map(
    rows
      .map(conversationOf)
      .filter(isWanted)
      .map((one) => [one.id, one]),
  )
  if (wanted.size === 0) return []
  const events = await db
    .selectFrom("conversation_event")
    .selectAll()
    .where((eb) =>
      eb.or(
        [...wanted.keys()].map((id) =>
          eb.and([eb("conversation_id", "=", id), eb("seq", ">=", firsts.get(id) ?? 0)]),
        ),
      ),
    )
    .orderBy("id")
    .execute()
  return events.flatMap((row) => {
    const conversation = wanted.get(row.conversation_id)
    // What came after the first look is told of apart, and may be somebody else's to hear.
    return conversation && row.seq <= conversation.lastSeq ? [{ conversation, event: eventOf(row) }] : []
  })
}
