import { sql } from "kysely"
import type { Database, Db } from "../database.ts"
import type { Left } from "../left.ts"
import { type FollowerRow, heldProgress, lookAgain } from "../postgres/second-look.ts"
import { eventLog, missedConversations, newestEvent, nextEvents } from "./event-log.ts"
import { listeningEndpoints, positions, putInLine } from "./put-in-line.ts"

/** Rows that one step looks at: few, since on SQLite nobody else is served meanwhile. */
const ROWS_A_STEP = 200
/** Conversations that one look for stragglers takes up. */
const MISSED_A_STEP = 50
const FOLLOWER: FollowerRow = { table: "webhook_followed", where: sql`source = 'event'` }

/**
 * Puts the next few events that endpoints are to be told of into their lines, numbered, in one transaction with how far
 * it got.
 *
 * Within a conversation nothing is passed over and nothing is told twice, whatever order rows become visible in: what
 * counts is the number up to which the conversation has been told of, and a gap before an event is filled from the log
 * first. That matters on Postgres, where ids are gone over a second time for what became visible late.
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
  const progress = await heldProgress(trx, FOLLOWER)
  if (!progress) return "later"
  const fresh = await nextEvents(trx, progress.up_to, ROWS_A_STEP)
  const last = fresh.at(-1)
  if (last) {
    await putInLine(trx, "postgres", eventLog, fresh)
    await moveTo(trx, last.id)
    return "more"
  }
  return lookAgain(trx, FOLLOWER, progress, (after, upTo) => captureMissed(trx, after, upTo))
}

/** @returns the id up to which nothing is missing */
async function captureMissed(trx: Db, after: number, upTo: number): Promise<number> {
  const endpoints = await listeningEndpoints(trx)
  if (endpoints.length === 0) return upTo
  const partnerIds = [...new Set(endpoints.map((one) => one.partner_id))]
  const since = Math.min(...endpoints.map((one) => one.since))
  const missed = await missedConversations(trx, { after, upTo, since }, partnerIds, MISSED_A_STEP)
  for (const subjectId of missed) await captureRest(trx, subjectId, since)
  // The same ids again until nothing of them is missing.
  return missed.length === MISSED_A_STEP ? after : upTo
}

/** Everything of a conversation that it has not been told of. */
async function captureRest(trx: Db, subjectId: number, since: number): Promise<void> {
  const told = (await positions(trx, eventLog, [subjectId])).get(subjectId)
  await putInLine(trx, "postgres", eventLog, await eventLog.of(trx, subjectId, told ?? 0, since))
}

function moveTo(trx: Db, id: number): Promise<unknown> {
  return trx.updateTable("webhook_followed").set({ up_to: id }).where("source", "=", "event").execute()
}
