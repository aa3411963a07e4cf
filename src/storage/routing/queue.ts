import { type SelectQueryBuilder, sql } from "kysely"
import type { Conversation } from "../../core/conversations/conversation.ts"
import { conversationOf, priorityNumber } from "../conversations/rows.ts"
import type { Db } from "../database.ts"
import type { Schema } from "../schema.ts"

/** Who waits for a person, in the order in which they are handed out: the most urgent, then the longest waiting. */
export async function waitingQueue(db: Db, partnerId: string, limit: number): Promise<Conversation[]> {
  const rows = await inOrder(waiting(db, partnerId)).selectAll().limit(limit).execute()
  return rows.map(conversationOf)
}

/** Partners of whom anybody waits. */
export async function partnersWaitedFor(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom("conversation")
    .where("status", "=", sql.lit("waiting"))
    .where("handler", "=", sql.lit("person"))
    .select("partner_id")
    .distinct()
    .execute()
  return rows.map((row) => row.partner_id)
}

/** Who waits in a conversation in which something was said since then, by their ids. */
export async function waitingSince(
  db: Db,
  partnerId: string,
  since: Date,
  { after, limit }: { after: number; limit: number },
): Promise<Conversation[]> {
  const rows = await waiting(db, partnerId)
    .where((eb) => eb.fn.coalesce("last_message_at", "created_at"), ">", since.getTime())
    .where("id", ">", after)
    .orderBy("id")
    .selectAll()
    .limit(limit)
    .execute()
  return rows.map(conversationOf)
}

/** Everybody's ids, in the order in which they are handed out. */
export async function waitingIds(db: Db, partnerId: string): Promise<number[]> {
  const rows = await inOrder(waiting(db, partnerId)).select("id").execute()
  return rows.map(({ id }) => id)
}

/** How many wait, and since when the longest. */
export async function waitingTotals(
  db: Db,
  partnerId: string,
): Promise<{ waiting: number; oldest: number | undefined }> {
  const row = await waiting(db, partnerId)
    .select((eb) => [eb.fn.countAll<number>().as("waiting"), eb.fn.min("queued_at").as("oldest")])
    .executeTakeFirstOrThrow()
  return { waiting: Number(row.waiting), oldest: row.oldest ?? undefined }
}

/** A conversation's place in the queue, from 1; undefined where it is not in it. */
export async function placeInQueue(
  db: Db,
  { status, handler, id, partnerId, priority, queuedAt = 0 }: Conversation,
): Promise<number | undefined> {
  if (status !== "waiting" || handler !== "person") return undefined
  const urgency = priorityNumber(priority)
  const before = sql<boolean>`(priority > ${urgency} or (priority = ${urgency}
    and (queued_at < ${queuedAt} or (queued_at = ${queuedAt} and id < ${id}))))`
  const row = await waiting(db, partnerId)
    .where(before)
    .select((eb) => eb.fn.countAll<number>().as("before"))
    .executeTakeFirstOrThrow()
  return Number(row.before) + 1
}

/** As the index `conversation_queue` has it. */
function waiting(db: Db, partnerId: string) {
  return db
    .selectFrom("conversation")
    .where("partner_id", "=", partnerId)
    .where("status", "=", sql.lit("waiting"))
    .where("handler", "=", sql.lit("person"))
}

function inOrder<Row>(query: SelectQueryBuilder<Schema, "conversation", Row>) {
  return query.orderBy("priority", "desc").orderBy("queued_at").orderBy("id")
}
