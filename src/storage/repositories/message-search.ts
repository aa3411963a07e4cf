import { sql } from "kysely"
import type { SearchQuery } from "../../core/search/query.ts"
import type { FoundMessage, MessagePlace, SearchPorts } from "../../core/search/search-messages.ts"
import { type EventRow, eventOf } from "../conversations/rows.ts"
import type { Database, Db } from "../database.ts"
import { queryText } from "../search/postgres-query.ts"
import { matchExpression } from "../search/sqlite-query.ts"
import { customersByIds } from "./customers.ts"

type FoundRow = EventRow & { number: number; customer_id: number }

/** What is indexed is found, which is a moment behind what is written. */
export function searchPorts({ db, dialect }: Pick<Database, "db" | "dialect">): SearchPorts {
  return {
    async findMessages(partnerId, query, before, limit) {
      const beforeId = before ? await eventId(db, partnerId, before) : Number.MAX_SAFE_INTEGER
      if (beforeId === undefined) return []
      const matching =
        dialect === "sqlite"
          ? onSqlite(partnerId, query, beforeId, limit)
          : onPostgres(partnerId, query, beforeId, limit)
      const { rows } = await sql<FoundRow>`
        select event.*, conversation.number, conversation.customer_id
        from (${matching}) as found
        join event on event.id = found.id
        join conversation on conversation.id = event.conversation_id
        where conversation.partner_id = ${partnerId}
        order by event.id desc`.execute(db)
      const customers = await customersByIds(db, [...new Set(rows.map((row) => row.customer_id))])
      return rows.flatMap(({ number, customer_id, ...event }): FoundMessage[] => {
        const customer = customers.get(customer_id)
        return customer ? [{ conversation: number, customer, event: eventOf(event) }] : []
      })
    },
  }
}

function onSqlite(partnerId: string, query: SearchQuery, beforeId: number, limit: number) {
  return sql`select rowid as id from message_index
    where message_index match ${matchExpression(partnerId, query)} and rowid < ${beforeId}
    order by rowid desc limit ${sql.lit(limit)}`
}

function onPostgres(partnerId: string, query: SearchQuery, beforeId: number, limit: number) {
  return sql`select event_id as id from message_index
    where partner_id = ${partnerId} and words @@ ${queryText(query)}::tsquery and event_id < ${beforeId}
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
