import type { Conversation, ConversationEvent } from "../../core/conversations/conversation.ts"
import {
  beginningOf,
  type Digest,
  type LastMessage,
  lastMessageOf,
  PREVIEW_LENGTH,
} from "../../core/conversations/summary.ts"
import type { DirectSqlite } from "../database.ts"
import type { UnplacedEvents } from "./unplaced-events.ts"

/** A conversation's events from the newest on: their ids rise with their numbers. Only as many are read as are asked for. */
const NEWEST = `from (select event_id from event_place where conversation_id = ?1 order by event_id desc limit ?2)
  cross join event on event.id = event_id where type = 'message'`
/** SQLite's word for all of them. */
const ALL = -1

/** @param mostUnread events among which unread ones are looked for */
export function sqliteDigests(
  { handle, lock, sealing }: DirectSqlite,
  unplaced: UnplacedEvents,
  mostUnread: number,
): (conversations: readonly Conversation[]) => Promise<Map<number, Digest>> {
  // What is sealed is cut once it is open.
  const text = sealing ? "text" : `substr(text, 1, ${PREVIEW_LENGTH}) as text`
  const lastOf = handle.prepare<LastMessage, [number, number]>(
    `select seq, sender_kind as "from", ${text}, at ${NEWEST} limit 1`,
  )
  const lastPlaced = (id: number): LastMessage | undefined => {
    const last = lastOf.get(id, ALL) ?? undefined
    if (!last || !sealing) return last
    const { text } = sealing.openRow({ text: last.text, conversation_id: id, seq: last.seq })
    return { ...last, text: beginningOf(text, PREVIEW_LENGTH) }
  }
  const unreadOf = handle.prepare<{ seq: number }, [number, number, number]>(
    `select seq ${NEWEST} and sender_kind = 'customer' and seq > ?3`,
  )
  const digest = ({ id, lastSeq, readByAgent }: Conversation): Digest => {
    const fresh = unplaced.of(id).flatMap(({ event }) => (event.type === "message" ? event : []))
    const newest = fresh.at(-1)
    // What was written along with other things has its place at once: it may be newer than what waits for one.
    const placed = newest?.seq === lastSeq ? undefined : lastPlaced(id)
    const isFresh = newest !== undefined && newest.seq > (placed?.seq ?? 0)
    const looked = Math.min(lastSeq - readByAgent, mostUnread)
    const unread = looked > 0 ? unreadOf.all(id, looked, readByAgent).map(({ seq }) => seq) : []
    const isUnread = ({ sender, seq }: ConversationEvent) => sender.kind === "customer" && seq > readByAgent
    const freshUnread = fresh.filter(isUnread).map(({ seq }) => seq)
    return {
      lastMessage: isFresh ? lastMessageOf(newest) : placed,
      unread: [...new Set([...unread, ...freshUnread])].sort((a, b) => a - b),
    }
  }
  return async (conversations) => {
    const found = await lock.run(() => conversations.map((one) => [one.id, digest(one)] as const))
    return new Map(found)
  }
}
