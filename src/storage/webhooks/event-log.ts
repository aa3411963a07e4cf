import { sql } from "kysely"
import { typesOfEvent } from "../../core/webhooks/event-types.ts"
import { type EventRow, eventOf } from "../conversations/rows.ts"
import type { Db } from "../database.ts"
import type { Happened, Log } from "./happened.ts"

type Found = EventRow & { partner_id: string | null }

/** What happens in conversations. */
export const eventLog: Log = {
  subject: "conversation",
  async of(trx, conversationId, afterSeq, since) {
    const rows = await trx
      .selectFrom("conversation_event as event")
      .innerJoin("conversation", "conversation.id", "event.conversation_id")
      .selectAll("event")
      .select("conversation.partner_id")
      .where("event.conversation_id", "=", conversationId)
      .where("event.seq", ">", afterSeq)
      .where("event.at", ">=", since)
      .orderBy("event.seq")
      .execute()
    return rows.map(happened)
  },
}

/** The next events of all partners, by id. */
export async function nextEvents(trx: Db, after: number, limit: number): Promise<Happened[]> {
  const rows = await trx
    .selectFrom("event")
    .leftJoin("conversation", "conversation.id", "event.conversation_id")
    .selectAll("event")
    .select("conversation.partner_id")
    .where("event.id", ">", after)
    .orderBy("event.id")
    .limit(limit)
    .execute()
  return rows.map(happened)
}

/** Conversations of these partners that have events with ids in that range which are not told of. */
export async function missedConversations(
  trx: Db,
  { after, upTo, since }: { after: number; upTo: number; since: number },
  partnerIds: readonly string[],
  limit: number,
): Promise<number[]> {
  const rows = await trx
    .selectFrom("event")
    .innerJoin("conversation", "conversation.id", "event.conversation_id")
    .leftJoin("webhook_position as told", (join) =>
      join.onRef("told.subject_id", "=", "event.conversation_id").on("told.subject", "=", "conversation"),
    )
    .select("event.conversation_id")
    .distinct()
    .where("event.id", ">", after)
    .where("event.id", "<=", upTo)
    .where("event.at", ">=", since)
    .where("conversation.partner_id", "in", [...partnerIds])
    .where(sql<boolean>`event.seq > coalesce(told.seq, 0)`)
    .limit(limit)
    .execute()
  return rows.map((row) => row.conversation_id)
}

/** The highest id. */
export async function newestEvent(db: Db): Promise<number> {
  const row = await db
    .selectFrom("event")
    .select((eb) => eb.fn.max<number | null>("id").as("id"))
    .executeTakeFirst()
  return row?.id ?? 0
}

function happened(row: Found): Happened {
  const event = eventOf(row)
  return {
    id: row.id,
    partnerId: row.partner_id ?? "",
    subjectId: row.conversation_id,
    seq: row.seq,
    at: row.at,
    types: typesOfEvent(event),
  }
}
