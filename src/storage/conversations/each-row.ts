import type { Conversation, ConversationEvent } from "../../core/conversations/conversation.ts"
import type { Db } from "../database.ts"
import { changingColumns, rowOfEvent } from "./rows.ts"

/** For the few events on SQLite that are written along with other things: each is brought to its place at once. */
export async function insertEvents(trx: Db, events: readonly ConversationEvent[]): Promise<void> {
  for (const event of events) {
    const row = rowOfEvent(event)
    const { id } = await trx.insertInto("event").values(row).returning("id").executeTakeFirstOrThrow()
    await trx
      .insertInto("event_place")
      .values({ conversation_id: event.conversationId, key: row.client_key ?? -id, event_id: id })
      .execute()
  }
}

export async function saveConversations(trx: Db, conversations: readonly Conversation[]): Promise<void> {
  for (const conversation of conversations) {
    await trx
      .updateTable("conversation")
      .set(changingColumns(conversation))
      .where("id", "=", conversation.id)
      .execute()
  }
}
