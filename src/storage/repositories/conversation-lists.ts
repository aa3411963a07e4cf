import { sql } from "kysely"
import type { Conversation } from "../../core/conversations/conversation.ts"
import type { ConversationFilter, QueuePlace, ShownCustomer } from "../../core/conversations/summary.ts"
import type { Why } from "../../core/conversations/why.ts"
import { moreThanOpened } from "../conversations/more-than-opened.ts"
import { conversationOf } from "../conversations/rows.ts"
import type { Db } from "../database.ts"

/** A partner's conversations, the newest first; of the queue, whoever is asked for by `queuePlaces`. */
export async function listConversations(
  db: Db,
  partnerId: string,
  { view, agent, customerId, before, limit }: ConversationFilter,
): Promise<Conversation[]> {
  let query = listed(db, partnerId).orderBy("number", "desc").limit(limit)
  if (view !== "all") query = query.where("status", view === "closed" ? "=" : "!=", sql.lit("closed"))
  if (view === "bot" || view === "mine")
    query = query.where("handler", "=", view === "bot" ? "bot" : "person")
  if (agent !== undefined) query = query.where("agent_id", "=", agent)
  if (customerId !== undefined) query = query.where("customer_id", "=", customerId)
  if (before !== undefined) query = query.where("number", "<", before)
  return (await query.execute()).map(conversationOf)
}

/** What is open, and what was closed since then, by their numbers from the highest. */
export async function conversationsSince(
  db: Db,
  partnerId: string,
  since: number | undefined,
  before: number | undefined,
  limit: number,
): Promise<Conversation[]> {
  const page = () => {
    const query = listed(db, partnerId).orderBy("number", "desc").limit(limit)
    return before === undefined ? query : query.where("number", "<", before)
  }
  // One after the other, since each has an index of its own.
  const open = await page().where("status", "!=", sql.lit("closed")).execute()
  const closed =
    since === undefined
      ? []
      : await page().where("status", "=", sql.lit("closed")).where("closed_at", ">=", since).execute()
  // What was closed between the two is in both.
  const byNumber = new Map([...open, ...closed].map((row) => [row.number, row]))
  return [...byNumber.values()]
    .sort((a, b) => b.number - a.number)
    .slice(0, limit)
    .map(conversationOf)
}

/** Who waits for a person, in the order in which they are handed out. */
export async function queuePlaces(db: Db, partnerId: string): Promise<QueuePlace[]> {
  const rows = await db
    .selectFrom("conversation")
    .select(["id", "number", "queued_at"])
    .where("partner_id", "=", partnerId)
    // As the index `conversation_queue` has it.
    .where("status", "=", sql.lit("waiting"))
    .where("handler", "=", sql.lit("person"))
    .orderBy("priority", "desc")
    .orderBy("queued_at")
    .orderBy("id")
    .execute()
  return rows.map((row) => ({ conversationId: row.id, number: row.number, queuedAt: row.queued_at ?? 0 }))
}

/** In the order of their ids. */
export async function conversationsByIds(db: Db, ids: readonly number[]): Promise<Conversation[]> {
  if (ids.length === 0) return []
  const rows = await db.selectFrom("conversation").selectAll().where("id", "in", ids).orderBy("id").execute()
  return rows.map(conversationOf)
}

export async function shownCustomers(db: Db, ids: readonly number[]): Promise<Map<number, ShownCustomer>> {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom("customer")
    .select(["id", "external_id", "verified", "name", "email"])
    .where("id", "in", [...new Set(ids)])
    .execute()
  return new Map(
    rows.map((row) => [
      row.id,
      {
        externalId: row.external_id,
        verified: row.verified === 1,
        name: row.name ?? undefined,
        email: row.email ?? undefined,
      },
    ]),
  )
}

/** Where the customer was when the conversation began. */
export async function conversationPage(
  db: Db,
  conversationId: number,
): Promise<Readonly<Record<string, unknown>> | undefined> {
  const row = await db
    .selectFrom("conversation")
    .select("page")
    .where("id", "=", conversationId)
    .executeTakeFirst()
  return row?.page ? JSON.parse(row.page) : undefined
}

/** Changes of status among which the reason is looked for. */
const LOOKED_AT = 100

/** Why a person was wanted, as the last event says that says it. */
export async function lastWhy(db: Db, conversationId: number): Promise<Why | undefined> {
  const rows = await db
    .selectFrom("conversation_event")
    .select(["conversation_id", "seq", "data"])
    .where("conversation_id", "=", conversationId)
    .where("type", "=", "status")
    .where("data", "is not", null)
    .orderBy("seq", "desc")
    .limit(LOOKED_AT)
    .execute()
  // Not for the database to look for: it may be sealed.
  for (const { data } of rows) {
    const { why } = JSON.parse(data ?? "{}") as { why?: Why }
    if (why) return why
  }
  return undefined
}

/** One in which nothing happened yet is nobody's business: a page was opened, and that is all. */
function listed(db: Db, partnerId: string) {
  return db.selectFrom("conversation").selectAll().where("partner_id", "=", partnerId).where(moreThanOpened)
}
