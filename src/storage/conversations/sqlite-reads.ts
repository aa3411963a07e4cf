import type { ConversationEvent } from "../../core/conversations/conversation.ts"
import type { ConversationStore } from "../../core/conversations/store.ts"
import type { DirectSqlite } from "../database.ts"
import { type ConversationRow, conversationOf, type EventRow, openedEvent } from "./rows.ts"
import { merged, type UnplacedEvents } from "./unplaced-events.ts"

/** Ids of a conversation's events rise with their numbers: of a long one the events of a page are read, and no others. */
const PLACES = "select event_id from event_place where conversation_id = ?1 order by event_id"

/** What every message and every client that comes back asks, without the query builder, which takes ten times as long. */
export function directReads(
  { handle, lock, hot, sealing }: DirectSqlite,
  unplaced: UnplacedEvents,
): Pick<ConversationStore, "byPublicId" | "byNumber" | "eventsAfter" | "messagesBefore"> {
  const byPublicId = handle.prepare<ConversationRow, [string]>(
    "select * from conversation where public_id = ?",
  )
  const byNumber = handle.prepare<ConversationRow, [string, number]>(
    "select * from conversation where partner_id = ? and number = ?",
  )
  // Above a number there are no more than are missing to the last one, and below it no more than it says.
  const after = handle.prepare<EventRow, [number, number, number]>(
    `select event.* from (
      select event_id from (
        ${PLACES} desc limit max(0, coalesce((select last_seq from conversation where id = ?1), 0) - ?2)
      ) order by event_id limit -1
    ) cross join event on event.id = event_id
    where seq > ?2 limit ?3`,
  )
  const before = handle.prepare<EventRow, [number, number, number]>(
    `select event.* from (
      select event_id from (${PLACES} limit max(0, ?2 - 1)) order by event_id desc limit -1
    ) cross join event on event.id = event_id
    where type = 'message' and seq < ?2 limit ?3`,
  )
  const found = (row: ConversationRow | null) => (row ? conversationOf(row) : undefined)
  /** Both are looked at in one go: nothing may move from one to the other between. */
  const both = (
    conversationId: number,
    placed: () => EventRow[],
    isWanted: (event: ConversationEvent) => boolean,
  ) =>
    merged(
      placed().map((row) => openedEvent(row, sealing)),
      unplaced
        .of(conversationId)
        .map(({ event }) => event)
        .filter(isWanted),
    )
  return {
    byPublicId: async (publicId) =>
      lock.run(() => hot.byPublicId(publicId) ?? found(byPublicId.get(publicId))),
    byNumber: async (partnerId, number) => found(await lock.run(() => byNumber.get(partnerId, number))),
    async eventsAfter(conversationId, seq, limit) {
      const fromDatabase = () =>
        both(
          conversationId,
          () => after.all(conversationId, seq, limit),
          (event) => event.seq > seq,
        )
      const events = await lock.run(() => hot.eventsAfter(conversationId, seq) ?? fromDatabase())
      return events.slice(0, limit)
    },
    async messagesBefore(conversationId, seq, limit) {
      const messages = await lock.run(() =>
        both(
          conversationId,
          () => before.all(conversationId, seq, limit).reverse(),
          (event) => event.type === "message" && event.seq < seq,
        ),
      )
      return messages.slice(-limit)
    },
  }
}
