import type { Conversation, ConversationEvent } from "../../core/conversations/conversation.ts"
import type { Db } from "../database.ts"
import { changingColumns, rowOfEvent } from "./rows.ts"

/** A statement a row: for a few rows in a database that is not across a network. */
export async function insertEvents(trx: Db, events: readonly ConversationEvent[]): Promise<void> {
  for (const event of events) await trx.insertInto("event").values(rowOfEvent(event)).execute()
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
