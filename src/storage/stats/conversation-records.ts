import type { EventType } from "../../core/conversations/conversation.ts"
import { customerRef } from "../../core/customers.ts"
import type { ConversationRecord } from "../../core/stats/conversation-facts.ts"
import type { Span } from "../../core/stats/days.ts"
import { nextTurn } from "../../next-turn.ts"
import { moreThanOpened } from "../conversations/more-than-opened.ts"
import type { Database, Db } from "../database.ts"
import { CLOCKS_MS, idsOfTime } from "../ids-by-time.ts"
import { eventsOf } from "./events-of.ts"

/** Rows of conversations that are read at once. */
const CONVERSATIONS = 500
/** Events that are read at once, unless one conversation has more. */
const EVENTS = 1_000
/** What facts are read out of: what people note for each other and what they have seen is not. */
const TOLD: readonly EventType[] = ["message", "status", "feedback", "rating", "ticket"]

/** Conversations of which a customer's message, or the opening, lies in the span, by number; each once. */
export async function* conversationsIn(
  database: Database,
  partnerId: string,
  span: Span,
): AsyncGenerator<readonly ConversationRecord[]> {
  const { db } = database
  const ids = new Set(await openedIn(db, partnerId, span))
  for await (const some of spokenIn(db, partnerId, span)) for (const id of some) ids.add(id)
  yield* records(
    database,
    [...ids].sort((a, b) => a - b),
  )
}

/** When conversations began in which something has happened since, and when they were opened. */
export async function* startsOfTouched(
  database: Database,
  partnerId: string,
  since: number,
): AsyncGenerator<readonly number[]> {
  const { db } = database
  for await (const { after, upTo } of idsOfTime(db, "event", since, undefined)) {
    const touched = await db
      .selectFrom("event")
      .innerJoin("conversation", "conversation.id", "event.conversation_id")
      .select(["conversation.id", "conversation.created_at"])
      .distinct()
      .where("event.id", ">", after)
      .where("event.id", "<=", upTo)
      .where("event.at", ">=", since - CLOCKS_MS)
      .where("conversation.partner_id", "=", partnerId)
      .execute()
    if (touched.length === 0) continue
    const spoken = await eventsOf(
      database,
      touched.map(({ id }) => id),
      ["message"],
    )
    const first = (id: number) => spoken.get(id)?.find(({ sender }) => sender.kind === "customer")?.at
    // Until its customer wrote it belonged to the day of its opening.
    yield touched.flatMap(({ id, created_at }) => [created_at, first(id) ?? created_at])
  }
}

/** Conversations are numbered as they begin. */
async function openedIn(db: Db, partnerId: string, { from, to }: Span): Promise<number[]> {
  const rows = await db
    .selectFrom("conversation")
    .select("id")
    .where("partner_id", "=", partnerId)
    .where("number", ">", await lastOpenedBefore(db, partnerId, from - CLOCKS_MS))
    .where("number", "<=", await lastOpenedBefore(db, partnerId, to + CLOCKS_MS))
    .where("created_at", ">=", from)
    .where("created_at", "<", to)
    .execute()
  return rows.map(({ id }) => id)
}

/** Number of the newest of a partner's conversations that is older. */
export async function lastOpenedBefore(db: Db, partnerId: string, at: number): Promise<number> {
  const newest = await db
    .selectFrom("conversation")
    .select((eb) => eb.fn.max("number").as("number"))
    .where("partner_id", "=", partnerId)
    .executeTakeFirst()
  let [low, high] = [0, newest?.number ?? 0]
  while (low < high) {
    const middle = Math.ceil((low + high) / 2)
    const row = await db
      .selectFrom("conversation")
      .select(["number", "created_at"])
      .where("partner_id", "=", partnerId)
      .where("number", ">=", middle)
      .orderBy("number")
      .limit(1)
      .executeTakeFirst()
    if (row && row.created_at < at) low = row.number
    else high = middle - 1
  }
  return low
}

async function* spokenIn(db: Db, partnerId: string, { from, to }: Span): AsyncGenerator<number[]> {
  for await (const { after, upTo } of idsOfTime(db, "event", from, to)) {
    const rows = await db
      .selectFrom("event")
      .innerJoin("conversation", "conversation.id", "event.conversation_id")
      .select("event.conversation_id as id")
      .distinct()
      .where("event.id", ">", after)
      .where("event.id", "<=", upTo)
      .where("event.at", ">=", from)
      .where("event.at", "<", to)
      .where("event.type", "=", "message")
      .where("event.sender_kind", "=", "customer")
      .where("conversation.partner_id", "=", partnerId)
      .execute()
    yield rows.map(({ id }) => id)
  }
}

/** Whole conversations, without their texts. */
async function* records(database: Database, ids: readonly number[]): AsyncGenerator<ConversationRecord[]> {
  for (let i = 0; i < ids.length; i += CONVERSATIONS) {
    const rows = await database.db
      .selectFrom("conversation")
      .innerJoin("customer", "customer.id", "conversation.customer_id")
      .select([
        "conversation.id",
        "conversation.number",
        "conversation.created_at",
        "conversation.last_seq",
        "customer.external_id",
        "customer.verified",
      ])
      .where("conversation.id", "in", ids.slice(i, i + CONVERSATIONS))
      .where(moreThanOpened)
      .orderBy("conversation.id")
      .execute()
    for (const some of byEvents(rows)) {
      const events = await eventsOf(
        database,
        some.map(({ id }) => id),
        TOLD,
      )
      yield some.map((row) => ({
        number: row.number,
        openedAt: row.created_at,
        customer: customerRef({ externalId: row.external_id, verified: row.verified === 1 }),
        events: events.get(row.id) ?? [],
      }))
      await nextTurn()
    }
  }
}

/** As many together as can be read at once. */
function byEvents<Row extends { last_seq: number }>(rows: readonly Row[]): Row[][] {
  const groups: Row[][] = []
  let left = 0
  for (const row of rows) {
    if (left < row.last_seq) {
      groups.push([])
      left = EVENTS
    }
    groups.at(-1)?.push(row)
    left -= row.last_seq
  }
  return groups
}
