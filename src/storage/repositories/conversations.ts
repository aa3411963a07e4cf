import { sql } from "kysely"
import type { Conversation, ConversationEvent, EventType } from "../../core/conversations/conversation.ts"
import { beginningOf } from "../../core/conversations/summary.ts"
import { ChatdError } from "../../core/errors.ts"
import { conversationOf, eventOf } from "../conversations/rows.ts"
import type { Database, Db } from "../database.ts"

export interface NewConversation {
  partnerId: string
  customerId: number
  publicId: string
  /** Where the customer was when it began. */
  page: Record<string, unknown> | undefined
}

/** Whoever tries again is told what has become of them. */
function goneMeanwhile(): ChatdError {
  return new ChatdError("unavailable", "The conversation could not be opened just now. Please try again.")
}

/**
 * Who opens a conversation of theirs at the same time waits until this transaction ends.
 *
 * @throws {ChatdError} `unavailable` where the customer was erased meanwhile
 */
export async function holdCustomer(trx: Db, dialect: Database["dialect"], id: number): Promise<void> {
  let held = trx.selectFrom("customer").select("id").where("id", "=", id)
  if (dialect === "postgres") held = held.forNoKeyUpdate()
  if (!(await held.executeTakeFirst())) throw goneMeanwhile()
}

/**
 * Opens a conversation under the partner's next number; within a transaction.
 *
 * @throws {ChatdError} `unavailable` where the partner was removed meanwhile
 */
export async function insertConversation(trx: Db, fresh: NewConversation, at: Date): Promise<Conversation> {
  const counted = await trx
    .updateTable("partner")
    .set((eb) => ({ last_conversation: eb("last_conversation", "+", 1) }))
    .where("id", "=", fresh.partnerId)
    .where("removed_at", "is", null)
    .returning("last_conversation")
    .executeTakeFirst()
  if (!counted) throw goneMeanwhile()
  const row = await trx
    .insertInto("conversation")
    .values({
      partner_id: fresh.partnerId,
      number: counted.last_conversation,
      public_id: fresh.publicId,
      customer_id: fresh.customerId,
      status: "waiting",
      handler: "bot",
      page: fresh.page ? JSON.stringify(fresh.page) : null,
      created_at: at.getTime(),
      updated_at: at.getTime(),
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return conversationOf(row)
}

export async function conversationById(db: Db, id: number): Promise<Conversation | undefined> {
  const row = await db.selectFrom("conversation").selectAll().where("id", "=", id).executeTakeFirst()
  return row && conversationOf(row)
}

/** Where its customer was when it began, as far as a page said so with an address that can be followed. */
export async function pageOf(db: Db, id: number): Promise<string | undefined> {
  const row = await db.selectFrom("conversation").select("page").where("id", "=", id).executeTakeFirst()
  const { url } = row?.page ? (JSON.parse(row.page) as { url?: unknown }) : {}
  return typeof url === "string" && /^https?:\/\//.test(url) && URL.canParse(url) ? url : undefined
}

/** What partners call them, by our ids. */
export async function conversationNumbers(db: Db, ids: readonly number[]): Promise<Map<number, number>> {
  if (ids.length === 0) return new Map()
  const rows = await db.selectFrom("conversation").select(["id", "number"]).where("id", "in", ids).execute()
  return new Map(rows.map(({ id, number }) => [id, number]))
}

export async function conversationByPublicId(db: Db, publicId: string): Promise<Conversation | undefined> {
  const row = await db
    .selectFrom("conversation")
    .selectAll()
    .where("public_id", "=", publicId)
    .executeTakeFirst()
  return row && conversationOf(row)
}

export async function conversationByNumber(
  db: Db,
  partnerId: string,
  number: number,
): Promise<Conversation | undefined> {
  const row = await db
    .selectFrom("conversation")
    .selectAll()
    .where("partner_id", "=", partnerId)
    .where("number", "=", number)
    .executeTakeFirst()
  return row && conversationOf(row)
}

/** A customer's conversations, newest first; with `before` those whose number is lower. */
export async function conversationsOfCustomer(
  db: Db,
  customerId: number,
  limit: number,
  before?: number,
): Promise<Conversation[]> {
  const rows = await db
    .selectFrom("conversation")
    .selectAll()
    .where("customer_id", "=", customerId)
    .$if(before !== undefined, (query) => query.where("number", "<", before as number))
    .orderBy("id", "desc")
    .limit(limit)
    .execute()
  return rows.map(conversationOf)
}

/** What came after `after`, in order. */
export async function eventsAfter(
  db: Db,
  conversationId: number,
  after: number,
  limit: number,
): Promise<ConversationEvent[]> {
  const rows = await db
    .selectFrom("conversation_event")
    .selectAll()
    .where("conversation_id", "=", conversationId)
    .where("seq", ">", after)
    .orderBy("seq")
    .limit(limit)
    .execute()
  return rows.map(eventOf)
}

/** The newest messages before `before`, oldest first. */
export async function messagesBefore(
  db: Db,
  conversationId: number,
  before: number,
  limit: number,
): Promise<ConversationEvent[]> {
  return newestEvents(db, conversationId, "message", limit, before)
}

/** A conversation's newest events of a type, or the newest ones before `before`; oldest first. */
export async function newestEvents(
  db: Db,
  conversationId: number,
  type: EventType,
  limit: number,
  before?: number,
): Promise<ConversationEvent[]> {
  const rows = await db
    .selectFrom("conversation_event")
    .selectAll()
    .where("conversation_id", "=", conversationId)
    .where("type", "=", type)
    .$if(before !== undefined, (query) => query.where("seq", "<", before as number))
    .orderBy("seq", "desc")
    .limit(limit)
    .execute()
  return rows.reverse().map(eventOf)
}

/**
 * Conversations of a partner that may have been idle for too long; the core decides.
 *
 * @param unanswered how long ago the customer's own word must have been the last one
 */
export async function quietConversations(
  db: Db,
  partnerId: string,
  { since, unanswered }: { since: Date; unanswered: Date },
  limit: number,
): Promise<number[]> {
  const rows = await db
    .selectFrom("conversation")
    .select("id")
    .where("partner_id", "=", partnerId)
    // Written out, as the index `conversation_open` has it.
    .where("status", "!=", sql.lit("closed"))
    // Only messages keep it alive, and whoever has just been given it.
    .where((eb) => eb(eb.fn.coalesce("last_message_at", "created_at"), "<", since.getTime()))
    .where((eb) =>
      eb.or([
        eb("last_from", "is", null),
        eb("last_from", "!=", "customer"),
        eb("last_message_at", "<", unanswered.getTime()),
      ]),
    )
    .where((eb) => eb.or([eb("assigned_at", "is", null), eb("assigned_at", "<", since.getTime())]))
    .where((eb) =>
      eb.or([
        eb("handler", "!=", "person"),
        eb.and([eb("status", "!=", "waiting"), eb("last_from", "=", "agent")]),
      ]),
    )
    .limit(limit)
    .execute()
  return rows.map((row) => row.id)
}

/** Conversations in which the bot may owe an answer: the process that was about to give it may be gone. */
export async function botConversations(db: Db, since: Date): Promise<Conversation[]> {
  const rows = await botTurns(db, since).execute()
  return rows.map(conversationOf)
}

/** Of these the ones in which the customer had the last word, and nothing has happened since `quietSince`. */
export async function leftConversations(
  db: Db,
  { since, quietSince }: { since: Date; quietSince: Date },
  limit: number,
): Promise<Conversation[]> {
  const rows = await botTurns(db, since)
    .where("last_from", "=", "customer")
    .where("updated_at", "<=", quietSince.getTime())
    .limit(limit)
    .execute()
  return rows.map(conversationOf)
}

function botTurns(db: Db, since: Date) {
  return (
    db
      .selectFrom("conversation")
      .selectAll()
      // Written out, as the index `conversation_open` has it.
      .where("status", "!=", sql.lit("closed"))
      .where("handler", "=", "bot")
      .where("last_message_at", ">=", since.getTime())
      .orderBy("last_message_at")
  )
}

/** The text of each conversation's last message, cut to `length` characters. */
export async function previews(
  db: Db,
  conversationIds: readonly number[],
  length: number,
  isSealed: boolean,
): Promise<Map<number, string>> {
  if (conversationIds.length === 0) return new Map()
  const cut = sql<string>`substr(text, 1, ${sql.lit(length)})`
  const newest = db
    .selectFrom("conversation_event")
    .select((eb) => ["conversation_id as id", eb.fn.max("seq").as("last")])
    .where("conversation_id", "in", conversationIds)
    .where("type", "=", "message")
    .groupBy("conversation_id")
  const rows = await db
    .selectFrom("conversation_event")
    .innerJoin(newest.as("newest"), (join) =>
      join
        .onRef("newest.id", "=", "conversation_event.conversation_id")
        .onRef("newest.last", "=", "conversation_event.seq"),
    )
    // Sealed texts can only be cut once they are open.
    .select(["conversation_id", "seq", isSealed ? "text" : cut.as("text")])
    .execute()
  return new Map(rows.map((row) => [row.conversation_id, beginningOf(row.text ?? "", length)]))
}
