import { sql } from "kysely"
import { nextTurn } from "../next-turn.ts"
import type { Db } from "./database.ts"

/** Ids rise with time but for the clocks of several servers and batches that wait for each other. */
export const CLOCKS_MS = 60_000
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
  let after = (await firstIdSince(db, table, from - CLOCKS_MS)) - 1
  const end = to === undefined ? undefined : (await firstIdSince(db, table, to + CLOCKS_MS)) - 1
  for (;;) {
    const upTo = await lastOfPage(db, table, after, end)
    if (upTo === undefined) return
    yield { after, upTo }
    after = upTo
    await nextTurn()
  }
}

async function lastOfPage(
  db: Db,
  table: GrowingTable,
  after: number,
  end: number | undefined,
): Promise<number | undefined> {
  const until = end === undefined ? sql`` : sql` and id <= ${end}`
  const { rows } = await sql<{ id: number | null }>`select max(id) as id from (
    select id from ${sql.table(table)} where id > ${after}${until} order by id limit ${sql.lit(PAGE)}
  ) as page`.execute(db)
  return rows[0]?.id ?? undefined
}

/** The first row that is not older, by halving; one past the last where all are. */
async function firstIdSince(db: Db, table: GrowingTable, since: number): Promise<number> {
  const newest = await sql<{ id: number | null }>`select max(id) as id from ${sql.table(table)}`.execute(db)
  let [low, high] = [1, (newest.rows[0]?.id ?? 0) + 1]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const { rows } = await sql<{ id: number; at: number }>`
      select id, ${sql.ref(WRITTEN_AT[table])} as at from ${sql.table(table)}
      where id >= ${middle} order by id limit 1`.execute(db)
    const row = rows[0]
    if (row && row.at < since) low = row.id + 1
    else high = middle
  }
  return low
}
