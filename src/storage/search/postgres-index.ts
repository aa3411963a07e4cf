import { sql } from "kysely"
import { type EventRow, eventOf } from "../conversations/rows.ts"
import type { Database, Db } from "../database.ts"
import type { Left } from "../left.ts"
import { type FollowerRow, heldProgress, lookAgain } from "../postgres/second-look.ts"
import type { EncryptionKey } from "../sealing/encryption-key.ts"
import { indexTerms } from "./index-terms.ts"
import { vectorText } from "./postgres-query.ts"
import { EVENTS_A_STEP, type IndexStep } from "./step.ts"

/** There is one. */
const FOLLOWER: FollowerRow = { table: "message_indexed", where: sql`true` }

type Found = EventRow & { partner_id: string }

/** What is visible is indexed at once, and everything is gone over a second time for what became visible late. */
export function postgresIndexStep({ db, sealing }: Pick<Database, "db" | "sealing">): IndexStep {
  const key = sealing?.keys.current
  return () =>
    db.transaction().execute(async (trx): Promise<Left> => {
      const progress = await heldProgress(trx, FOLLOWER)
      if (!progress) return "later"
      const fresh = await eventsIn(trx, progress.up_to, undefined, false)
      if (fresh.length > 0) {
        await index(trx, fresh, key)
        await sql`update message_indexed set up_to = ${fresh.at(-1)?.id}`.execute(trx)
        return "more"
      }
      return lookAgain(trx, FOLLOWER, progress, async (after, upTo) => {
        const missed = await eventsIn(trx, after, upTo, true)
        await index(trx, missed, key)
        return missed.length === EVENTS_A_STEP ? (missed.at(-1)?.id ?? upTo) : upTo
      })
    })
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
