import { sql } from "kysely"
import type { Database, Db } from "../database.ts"
import { eventLog, missedConversations, newestEvent, nextEvents } from "./event-log.ts"
import type { Left } from "./happened.ts"
import { listeningEndpoints, positions, putInLine } from "./put-in-line.ts"

/** Rows that one step looks at: few, since on SQLite nobody else is served meanwhile. */
const ROWS_A_STEP = 200
/** Conversations that one look for stragglers takes up. */
const MISSED_A_STEP = 50
/** Ids that one look for stragglers goes over. */
const SWEPT_A_STEP = 10_000
interface State {
  up_to: number
  swept: number
  mark: number | null
  /** Whether every transaction that was at work when the mark was set has ended. */
  settled: boolean
  /** Whether the mark is of another server's life: this database was restored from there. */
  foreign_mark: boolean
}

/**
 * Puts the next few events that endpoints are to be told of into their lines, numbered, in one transaction with how far
 * it got.
 *
 * Within a conversation nothing is passed over and nothing is told twice, whatever order rows become visible in: what
 * counts is the number up to which the conversation has been told of, and a gap before an event is filled from the log
 * first. That matters on Postgres, where a row may become visible after one with a higher id; so ids are gone over a
 * second time there, up to a mark, once every transaction that was at work when the mark was set has ended.
 *
 * Several servers take turns: one that finds another at work leaves it to that one.
 */
export async function captureEvents(database: Database): Promise<Left> {
  const { db, dialect } = database
  if (dialect === "postgres") return db.transaction().execute((trx) => postgresStep(trx))
  if (!(await hasNews(db))) return "nothing"
  return db.transaction().execute((trx) => sqliteStep(trx))
}

async function hasNews(db: Db): Promise<boolean> {
  const { up_to } = await followed(db)
  return (await newestEvent(db)) > up_to
}

function followed(db: Db) {
  return db
    .selectFrom("webhook_followed")
    .select("up_to")
    .where("source", "=", "event")
    .executeTakeFirstOrThrow()
}

async function sqliteStep(trx: Db): Promise<Left> {
  const { up_to } = await followed(trx)
  const rows = await nextEvents(trx, up_to, ROWS_A_STEP)
  const last = rows.at(-1)
  if (!last) return "nothing"
  await putInLine(trx, "sqlite", eventLog, rows)
  await moveTo(trx, last.id)
  return rows.length === ROWS_A_STEP ? "more" : "nothing"
}

async function postgresStep(trx: Db): Promise<Left> {
  const { rows: states } = await sql<State>`
    select up_to, swept, mark,
      coalesce(pg_snapshot_xmin(pg_current_snapshot()) >= mark_xid, false) as settled,
      coalesce(mark_xid >= pg_snapshot_xmax(pg_current_snapshot()), false) as foreign_mark
    from webhook_followed where source = 'event' for update skip locked`.execute(trx)
  const [state] = states
  if (!state) return "later"
  const fresh = await nextEvents(trx, state.up_to, ROWS_A_STEP)
  const last = fresh.at(-1)
  if (last) {
    await putInLine(trx, "postgres", eventLog, fresh)
    await moveTo(trx, last.id)
    return "more"
  }
  return state.swept < state.up_to ? sweep(trx, state) : "nothing"
}

async function sweep(trx: Db, state: State): Promise<Left> {
  const { up_to, swept, mark, settled, foreign_mark } = state
  if (mark === null || foreign_mark) {
    await sql`update webhook_followed set mark = ${up_to}, mark_xid = pg_current_xact_id()
      where source = 'event'`.execute(trx)
    return "more"
  }
  if (!settled) return "later"
  const endpoints = await listeningEndpoints(trx)
  const upTo = Math.min(mark, swept + SWEPT_A_STEP)
  const partnerIds = [...new Set(endpoints.map((one) => one.partner_id))]
  const since = Math.min(...endpoints.map((one) => one.since))
  const missed =
    partnerIds.length === 0
      ? []
      : await missedConversations(trx, { after: swept, upTo, since }, partnerIds, MISSED_A_STEP)
  for (const subjectId of missed) await captureRest(trx, subjectId, since)
  // The same ids again until nothing of them is missing.
  if (missed.length === MISSED_A_STEP) return "more"
  if (upTo < mark) await sql`update webhook_followed set swept = ${upTo} where source = 'event'`.execute(trx)
  else
    await sql`update webhook_followed set swept = ${mark}, mark = null, mark_xid = null
      where source = 'event'`.execute(trx)
  return upTo < up_to ? "more" : "nothing"
}

/** Everything of a conversation that it has not been told of. */
async function captureRest(trx: Db, subjectId: number, since: number): Promise<void> {
  const told = (await positions(trx, eventLog, [subjectId])).get(subjectId)
  await putInLine(trx, "postgres", eventLog, await eventLog.of(trx, subjectId, told ?? 0, since))
}

function moveTo(trx: Db, id: number): Promise<unknown> {
  return trx.updateTable("webhook_followed").set({ up_to: id }).where("source", "=", "event").execute()
}
