import { sql } from "kysely"
import { type EventRow, eventOf } from "../conversations/rows.ts"
import type { Database, Db } from "../database.ts"
import type { EncryptionKey } from "../sealing/encryption-key.ts"
import { indexTerms } from "./index-terms.ts"
import { vectorText } from "./postgres-query.ts"
import { EVENTS_A_STEP, type IndexStep, type Left } from "./step.ts"

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

type Found = EventRow & { partner_id: string }

/**
 * Here a row may become visible after one with a higher id: ids are given out before commits. What is visible is indexed
 * at once, and everything is gone over a second time, up to a mark, once every transaction that was at work when the mark
 * was set has ended: by then whatever has a lower id is visible or never will be. (Each writer of events holds its
 * conversation first, so that it has a transaction id before its events have theirs.)
 *
 * Several servers take turns: one that finds another at work leaves it to that one.
 */
export function postgresIndexStep({ db, sealing }: Pick<Database, "db" | "sealing">): IndexStep {
  const key = sealing?.keys.current
  return () =>
    db.transaction().execute(async (trx): Promise<Left> => {
      const state = await heldState(trx)
      if (!state) return "later"
      const fresh = await eventsIn(trx, state.up_to, undefined, false)
      if (fresh.length > 0) {
        await index(trx, fresh, key)
        await sql`update message_indexed set up_to = ${fresh.at(-1)?.id}`.execute(trx)
        return "more"
      }
      return state.swept < state.up_to ? sweep(trx, state, key) : "nothing"
    })
}

async function heldState(trx: Db): Promise<State | undefined> {
  const { rows } = await sql<State>`
    select up_to, swept, mark,
      coalesce(pg_snapshot_xmin(pg_current_snapshot()) >= mark_xid, false) as settled,
      coalesce(mark_xid >= pg_snapshot_xmax(pg_current_snapshot()), false) as foreign_mark
    from message_indexed for update skip locked`.execute(trx)
  return rows[0]
}

async function sweep(
  trx: Db,
  { up_to, swept, mark, settled, foreign_mark }: State,
  key: EncryptionKey | undefined,
): Promise<Left> {
  if (mark === null || foreign_mark) {
    await sql`update message_indexed set mark = ${up_to}, mark_xid = pg_current_xact_id()`.execute(trx)
    return "more"
  }
  if (!settled) return "later"
  const end = Math.min(mark, swept + SWEPT_A_STEP)
  const missed = await eventsIn(trx, swept, end, true)
  await index(trx, missed, key)
  const upTo = missed.length === EVENTS_A_STEP ? (missed.at(-1)?.id ?? end) : end
  if (upTo < mark) await sql`update message_indexed set swept = ${upTo}`.execute(trx)
  else await sql`update message_indexed set swept = ${mark}, mark = null, mark_xid = null`.execute(trx)
  return upTo < up_to ? "more" : "nothing"
}

/** The next events, kept from being deleted before their entries are there. */
async function eventsIn(trx: Db, after: number, upTo: number | undefined, missing: boolean) {
  const { rows } = await sql<Found>`
    select event.*, conversation.partner_id from event join conversation on conversation.id = conversation_id
    where event.id > ${after} and ${upTo === undefined ? sql`true` : sql`event.id <= ${upTo}`}
      and ${missing ? sql`event.type in ('message', 'note') and not exists (select 1 from message_index where event_id = event.id)` : sql`true`}
    order by event.id limit ${sql.lit(EVENTS_A_STEP)} for key share of event`.execute(trx)
  return rows
}

async function index(trx: Db, rows: readonly Found[], key: EncryptionKey | undefined): Promise<void> {
  const spoken = rows.filter(({ type }) => type === "message" || type === "note")
  if (spoken.length === 0) return
  const vectors = spoken.map((row) => vectorText(indexTerms(eventOf(row).text ?? "", key)))
  await sql`
    insert into message_index (event_id, partner_id, words)
    select id, partner, words::tsvector
    from unnest(${spoken.map(({ id }) => id)}::bigint[], ${spoken.map((row) => row.partner_id)}::text[], ${vectors}::text[])
      as given (id, partner, words)
    on conflict (event_id) do nothing`.execute(trx)
}
