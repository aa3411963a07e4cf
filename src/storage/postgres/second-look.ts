import { type RawBuilder, sql } from "kysely"
import type { Db } from "../database.ts"
import type { Left } from "../left.ts"

/** Ids that one second look goes over. */
const LOOKED_AT = 10_000

/** The row in which a follower of the log keeps how far it has come. */
export interface FollowerRow {
  table: "message_indexed" | "webhook_followed"
  where: RawBuilder<unknown>
}

export interface Progress {
  up_to: number
  swept: number
  mark: number | null
  /** Whether every transaction that was at work when the mark was set has ended. */
  settled: boolean
  /** Whether the mark is of another server's life: this database was restored from there. */
  foreign_mark: boolean
}

/**
 * How far a follower has come, held until the transaction ends; undefined where another server is at work on it. Several take
 * turns: one that finds another at work leaves it to that one.
 */
export async function heldProgress(trx: Db, { table, where }: FollowerRow): Promise<Progress | undefined> {
  const { rows } = await sql<Progress>`
    select up_to, swept, mark,
      coalesce(pg_snapshot_xmin(pg_current_snapshot()) >= mark_xid, false) as settled,
      coalesce(mark_xid >= pg_snapshot_xmax(pg_current_snapshot()), false) as foreign_mark
    from ${sql.table(table)} where ${where} for update skip locked`.execute(trx)
  return rows[0]
}

/**
 * The next step of a follower's second look at events. On Postgres a row may become visible after one with a higher id: ids
 * are given out before commits. What is visible is followed at once, and everything is gone over a second time, up to a mark,
 * once every transaction that was at work when the mark was set has ended: by then whatever has a lower id is visible or
 * never will be. (Each writer of events holds its conversation first, so that it has a transaction id before its events
 * have theirs.)
 *
 * @param takeUp takes up what was missed among ids above `after`, up to `upTo`; resolves to the id up to which nothing is missing
 */
export async function lookAgain(
  trx: Db,
  { table, where }: FollowerRow,
  { up_to, swept, mark, settled, foreign_mark }: Progress,
  takeUp: (after: number, upTo: number) => Promise<number>,
): Promise<Left> {
  if (swept >= up_to) return "nothing"
  const update = (changes: RawBuilder<unknown>) =>
    sql`update ${sql.table(table)} set ${changes} where ${where}`.execute(trx)
  if (mark === null || foreign_mark) {
    await update(sql`mark = ${up_to}, mark_xid = pg_current_xact_id()`)
    return "more"
  }
  if (!settled) return "later"
  const done = await takeUp(swept, Math.min(mark, swept + LOOKED_AT))
  if (done < mark) await update(sql`swept = ${done}`)
  else await update(sql`swept = ${mark}, mark = null, mark_xid = null`)
  return done < up_to ? "more" : "nothing"
}
