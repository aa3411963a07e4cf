import { type RawBuilder, sql } from "kysely"
import { placesOf } from "../../core/search/excerpt.ts"
import type { SearchQuery } from "../../core/search/query.ts"
import type { FoundMessage, MessagePlace, SearchPorts } from "../../core/search/search-messages.ts"
import { words } from "../../core/search/words.ts"
import { type EventRow, eventOf } from "../conversations/rows.ts"
import type { Database, Db } from "../database.ts"
import { queryText } from "../search/postgres-query.ts"
import { matchExpression } from "../search/sqlite-query.ts"
import { customersByIds } from "./customers.ts"

type FoundRow = EventRow & { number: number; customer_id: number }

/** Messages that one look at a sealed index asks for at least: some of them may not be meant. */
const LOOKED_AT = 50
/** Messages that are gone through without the index of words on Postgres. */
const NEWEST = 10_000

/** What is indexed is found, which is a moment behind what is written. */
export function searchPorts({
  db,
  dialect,
  sealing,
}: Pick<Database, "db" | "dialect" | "sealing">): SearchPorts {
  const keys = sealing?.all ?? []
  const found = async (partnerId: string, matching: RawBuilder<unknown>) => {
    const { rows } = await sql<FoundRow>`
      select event.*, conversation.number, conversation.customer_id
      from (${matching}) as found
      join event on event.id = found.id
      join conversation on conversation.id = event.conversation_id
      where conversation.partner_id = ${partnerId}
      order by event.id desc`.execute(db)
    return rows
  }
  const find = async (partnerId: string, query: SearchQuery, beforeId: number, limit: number) => {
    if (dialect === "sqlite")
      return found(partnerId, onSqlite(matchExpression(partnerId, query, keys), beforeId, limit))
    const text = queryText(query, keys)
    const newest = await found(partnerId, amongNewest(partnerId, text, beforeId, limit))
    return newest.length === limit ? newest : found(partnerId, amongAll(partnerId, text, beforeId, limit))
  }
  return {
    async findMessages(partnerId, query, before, limit) {
      const beforeId = before ? await eventId(db, partnerId, before) : Number.MAX_SAFE_INTEGER
      if (beforeId === undefined) return []
      const rows = sealing
        ? await meant(query, beforeId, limit, (from, most) => find(partnerId, query, from, most))
        : await find(partnerId, query, beforeId, limit)
      const customers = await customersByIds(db, [...new Set(rows.map((row) => row.customer_id))])
      return rows.flatMap(({ number, customer_id, ...event }): FoundMessage[] => {
        const customer = customers.get(customer_id)
        return customer ? [{ conversation: number, customer, event: eventOf(event) }] : []
      })
    },
  }
}

/** A sealed index does not tell where a word that is only begun stands: what it finds is looked at once it is open. */
async function meant(
  query: SearchQuery,
  beforeId: number,
  limit: number,
  find: (beforeId: number, limit: number) => Promise<FoundRow[]>,
): Promise<FoundRow[]> {
  const found: FoundRow[] = []
  const most = Math.max(limit, LOOKED_AT)
  for (let from = beforeId; found.length < limit; ) {
    const rows = await find(from, most)
    found.push(...rows.filter(({ text }) => contains(text ?? "", query)))
    const last = rows.at(-1)
    if (!last || rows.length < most) break
    from = last.id
  }
  return found.slice(0, limit)
}

function contains(text: string, query: SearchQuery): boolean {
  const said = words(text)
  return query.every((phrase) => placesOf(said, phrase).length > 0)
}

function onSqlite(match: string, beforeId: number, limit: number) {
  return sql`select rowid as id from message_index
    where message_index match ${match} and rowid < ${beforeId}
    order by rowid desc limit ${sql.lit(limit)}`
}

/** What is said often is there many times: the index of words would have all of it put in order for a page. */
function amongNewest(partnerId: string, query: string, beforeId: number, limit: number) {
  return sql`select event_id as id from (
      select event_id, words from message_index
      where partner_id = ${partnerId} and event_id < ${beforeId}
      order by event_id desc limit ${sql.lit(NEWEST)}
    ) as newest
    where words @@ ${query}::tsquery
    order by event_id desc limit ${sql.lit(limit)}`
}

/** Put in order apart: Postgres knows little of rare words, and goes over all messages in their order for a page of them. */
function amongAll(partnerId: string, query: string, beforeId: number, limit: number) {
  return sql`select event_id as id from (
      with matching as materialized (
        select event_id from message_index
        where partner_id = ${partnerId} and words @@ ${query}::tsquery and event_id < ${beforeId}
      )
      select event_id from matching
    ) as matching
    order by event_id desc limit ${sql.lit(limit)}`
}

async function eventId(db: Db, partnerId: string, place: MessagePlace): Promise<number | undefined> {
  const row = await db
    .selectFrom("conversation")
    .innerJoin("conversation_event", "conversation_event.conversation_id", "conversation.id")
    .select("conversation_event.id")
    .where("conversation.partner_id", "=", partnerId)
    .where("conversation.number", "=", place.conversation)
    .where("conversation_event.seq", "=", place.seq)
    .executeTakeFirst()
  return row?.id
}
