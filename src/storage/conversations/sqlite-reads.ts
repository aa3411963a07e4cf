import type { ConversationStore } from "../../core/conversations/store.ts"
import type { DirectSqlite } from "../database.ts"
import { type ConversationRow, conversationOf, type EventRow, eventOf } from "./rows.ts"

/** What every message and every client that comes back asks, without the query builder, which takes ten times as long. */
export function directReads({
  handle,
  lock,
}: DirectSqlite): Pick<ConversationStore, "byPublicId" | "byNumber" | "eventsAfter"> {
  const byPublicId = handle.prepare<ConversationRow, [string]>(
    "select * from conversation where public_id = ?",
  )
  const byNumber = handle.prepare<ConversationRow, [string, number]>(
    "select * from conversation where partner_id = ? and number = ?",
  )
  const after = handle.prepare<EventRow, [number, number, number]>(
    "select * from event where conversation_id = ? and seq > ? order by seq limit ?",
  )
  const found = (row: ConversationRow | null) => (row ? conversationOf(row) : undefined)
  return {
    byPublicId: async (publicId) => found(await lock.run(() => byPublicId.get(publicId))),
    byNumber: async (partnerId, number) => found(await lock.run(() => byNumber.get(partnerId, number))),
    async eventsAfter(conversationId, seq, limit) {
      const rows = await lock.run(() => after.all(conversationId, seq, limit))
      return rows.map(eventOf)
    },
  }
}
