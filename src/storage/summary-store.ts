import type { SummaryStore } from "../core/conversations/summary.ts"
import { postgresDigests } from "./conversations/postgres-digests.ts"
import { sqliteDigests } from "./conversations/sqlite-digests.ts"
import type { UnplacedEvents } from "./conversations/unplaced-events.ts"
import type { Database } from "./database.ts"
import { erasedSince } from "./privacy/erased-conversations.ts"
import {
  conversationPage,
  conversationsByIds,
  conversationsSince,
  lastWhy,
  listConversations,
  queuePlaces,
  shownCustomers,
} from "./repositories/conversation-lists.ts"

/** Unread messages that are counted. */
const MOST_UNREAD = 1_000

/**
 * @param unplaced of the log that is open on it
 * @param isHere whether a client of the customer's is connected
 */
export function summaryStore(
  { db, sqlite, sealing }: Database,
  unplaced: UnplacedEvents,
  isHere: SummaryStore["isHere"],
): SummaryStore {
  return {
    isHere,
    async list(partnerId, filter) {
      if (filter.view !== "queue") return listConversations(db, partnerId, filter)
      const places = await queuePlaces(db, partnerId)
      const from = places.findIndex(({ number }) => number === filter.before) + 1
      return conversationsInOrder(from)

      async function conversationsInOrder(first: number) {
        const ids = places.slice(first, first + filter.limit).map(({ conversationId }) => conversationId)
        const byId = new Map((await conversationsByIds(db, ids)).map((one) => [one.id, one]))
        return ids.flatMap((id) => byId.get(id) ?? [])
      }
    },
    openOrClosedSince: (...asked) => conversationsSince(db, ...asked),
    erasedSince: (...asked) => erasedSince(db, ...asked),
    digests: sqlite
      ? sqliteDigests(sqlite, unplaced, MOST_UNREAD)
      : (conversations) => postgresDigests(db, sealing !== undefined, conversations, MOST_UNREAD),
    customers: (ids) => shownCustomers(db, ids),
    queue: (partnerId) => queuePlaces(db, partnerId),
    page: (conversationId) => conversationPage(db, conversationId),
    why: (conversationId) => lastWhy(db, conversationId),
  }
}
