import { sql } from "kysely"
import { nextTurn } from "../next-turn.ts"
import type { Db } from "./database.ts"

/** Ids rise with time but for the clocks of several servers and batches that wait for each other. */
export const CLOCKS_MS = 60_000
/** Rows of which the halving looks at all: a few in a row may be of a clock that was put back or ran ahead. */
const NEIGHBOURS = 100
/** Rows that are looked at in one go: on SQLite nobody else is served meanwhile. */
const PAGE = 2_000

/** Tables that only grow, and when their rows were written. They have no index by time: their ids serve. */
const WRITTEN_AT = { event: "at", interaction: "created_at", feedback: "created_at" } as const
export type GrowingTable = keyof typeof WRITTEN_AT

/** Ids, the end included. */
export interface IdRange {
  after: number
  upTo: number
}

/**
 * Ranges of ids, one behind the other, among which all rows of a time are; each has few enough rows to be read at once.
 * Between two of them whoever came meanwhile is served.
 *
 * @param to undefined: up to now
 */
export async function* idsOfTime(
  db: Db,
  table: GrowingTable,
  from: number,
  to: number | undefined,
): AsyncGenerator<IdRange> {
  const since = from - CLOCKS_MS
  const until = to === undefined ? Number.POSITIVE_INFINITY : to + CLOCKS_MS
  let after = (await firstIdWhere(db, table, ({ newest }) => newest >= since)) - 1
  const end = to === undefined ? 0 : await firstIdWhere(db, table, ({ oldest }) => oldest >= until)
  for (;;) {
    const page = await rowsAfter(db, table, after, PAGE)
    // Behind what seems to be the end more may follow, where that was dated ahead.
    if (!page || (after + 1 >= end && page.oldest >= until)) return
    yield { after, upTo: page.lastId }
    after = page.lastId
    await nextTurn()
  }
}

/** Some rows that stand together. */
interface Rows {
  firstId: number
  lastId: number
  /** When they were written. */
  oldest: number
  newest: number
}

async function rowsAfter(
  db: Db,
  table: GrowingTable,
  after: number,
  most: number,
): Promise<Rows | undefined> {
  const { rows } = await sql<{ [Key in keyof Rows]: Rows[Key] | null }>`
    select min(id) as "firstId", max(id) as "lastId", min(at) as oldest, max(at) as newest from (
      select id, ${sql.ref(WRITTEN_AT[table])} as at from ${sql.table(table)}
      where id > ${after} order by id limit ${sql.lit(most)}
    ) as page`.execute(db)
  const [found] = rows
  return found?.firstId === null ? undefined : (found as Rows | undefined)
}

/** By halving: the first row for whose neighbourhood it is so, one past the last where there is none. */
async function firstIdWhere(db: Db, table: GrowingTable, isSo: (rows: Rows) => boolean): Promise<number> {
  const newest = await sql<{ id: number | null }>`select max(id) as id from ${sql.table(table)}`.execute(db)
  let [low, high] = [1, (newest.rows[0]?.id ?? 0) + 1]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const rows = await rowsAfter(db, table, middle - 1, NEIGHBOURS)
    if (rows && !isSo(rows)) low = rows.firstId + 1
    else high = middle
  }
  return low
}
