import { type RawBuilder, sql } from "kysely"
import type { Aging, KeptUntil } from "../../core/privacy/retention.ts"
import { nextTurn } from "../../next-turn.ts"
import type { Database, Db } from "../database.ts"
import { announceGone } from "../postgres/event-feed.ts"
import { keepDays } from "../stats/daily-figures.ts"
import type { Erased } from "./erase.ts"
import { noteErased } from "./erased-conversations.ts"

/** Rows that are looked at in one go, and the most that are erased: on SQLite nobody else is served meanwhile. */
const LOOKED_AT = 1_000
const ERASED_AT_ONCE = 100
/** What else makes a step long: events of its conversations, bytes of its files. */
const WEIGHT_AT_ONCE: Partial<Record<Aging, number>> = { conversation: 200, attachment: 4_000_000 }

type Counts = Readonly<Record<string, number>>

/** How rows of a table grow old. */
interface Rule {
  /** Rises with their age; `number` counts within a partner. */
  order: "number" | "id"
  /** Since when a row has been there at the least, where rows behind it came later still. */
  came: "created_at" | "at" | undefined
  weight?: string
  isTooOld(before: number): RawBuilder<unknown>
  /** Daily figures are counted from it. */
  isCounted?: boolean
  /** What goes beside what the database deletes along by itself. */
  along?(trx: Db, partnerId: string, ids: readonly Id[]): Promise<Counts>
}

type Id = number | string

const RULES: Readonly<Record<Aging, Rule>> = {
  conversation: {
    order: "number",
    came: "created_at",
    weight: "last_seq",
    // Nobody closes what the bot alone has: it is over with what was said last.
    isTooOld: (before) => sql`updated_at < ${before} and (status = 'closed' or handler = 'bot')`,
    isCounted: true,
    along: withConversations,
  },
  ticket: {
    order: "number",
    came: "created_at",
    isTooOld: (before) => sql`status = 'closed' and coalesce(closed_at, updated_at) < ${before}`,
    isCounted: true,
  },
  attachment: {
    order: "id",
    came: "created_at",
    weight: "size",
    isTooOld: (before) => sql`created_at < ${before}`,
  },
  feedback: {
    order: "id",
    came: "created_at",
    isTooOld: (before) => sql`created_at < ${before} and not exists
      (select 1 from conversation where conversation.public_id = feedback.session_id)`,
    isCounted: true,
  },
  interaction: {
    order: "id",
    came: "created_at",
    isTooOld: (before) => sql`created_at < ${before} and agent_type <> 'chat'`,
    isCounted: true,
  },
  failure: {
    order: "id",
    came: undefined,
    isTooOld: (before) => sql`created_at < ${before} and not exists
      (select 1 from ticket where ticket.failure_id = failure.id)`,
  },
  session: { order: "id", came: undefined, isTooOld: (before) => sql`last_at < ${before}` },
  customer: {
    order: "id",
    came: "created_at",
    isTooOld: (before) => sql`verified = 0 and updated_at < ${before}
      and not exists (select 1 from conversation where conversation.customer_id = customer.id)
      and not exists (select 1 from ticket where ticket.customer_id = customer.id)`,
  },
  audit_entry: { order: "id", came: "at", isTooOld: (before) => sql`at < ${before}` },
}

/** Removes what was asked in conversations and said of their answers, and notes that whoever lists them is to forget them. */
async function withConversations(trx: Db, partnerId: string, ids: readonly Id[]): Promise<Counts> {
  const sessions = sql`(select public_id from conversation where id in (${sql.join(ids)}))`
  const { rows } = await sql<{ n: number }>`
    select coalesce(sum(last_seq), 0) as n from conversation where id in (${sql.join(ids)})`.execute(trx)
  const asked = await sql`delete from interaction
    where partner_id = ${partnerId} and agent_type = 'chat' and session_id in ${sessions}`.execute(trx)
  const rated = await sql`delete from feedback
    where partner_id = ${partnerId} and session_id in ${sessions}`.execute(trx)
  const going = await trx
    .selectFrom("conversation")
    .select("number")
    .where("id", "in", ids as number[])
    .execute()
  const numbers = going.map(({ number }) => number)
  await noteErased(trx, partnerId, numbers)
  return {
    event: Number(rows[0]?.n ?? 0),
    interaction: Number(asked.numAffectedRows ?? 0),
    feedback: Number(rated.numAffectedRows ?? 0),
  }
}

/** Rows that are too old, a page at a time. Between two of them whoever came meanwhile is served. */
async function* tooOld(
  { db }: Pick<Database, "db">,
  partnerId: string,
  { what, before }: KeptUntil,
): AsyncGenerator<{ id: Id; weight: number }[]> {
  const { order, came, weight, isTooOld } = RULES[what]
  const [place, isTheirs] = [sql.ref(order), sql`partner_id = ${partnerId}`]
  for (let last: Id | undefined; ; ) {
    const behind = last === undefined ? sql`true` : sql`${place} > ${last}`
    const among = order === "number" ? sql`${isTheirs} and ${behind}` : behind
    const { rows } = await sql<{ id: Id; place: Id; old: number; weight: number; came: number }>`
      select id, ${place} as place, ${sql.ref(weight ?? "partner_id")} as weight,
        ${came ? sql.ref(came) : sql.lit(0)} as came,
        case when ${isTheirs} and ${isTooOld(before)} then 1 else 0 end as old
      from ${sql.table(what)} where ${among} order by ${place} limit ${sql.lit(LOOKED_AT)}`.execute(db)
    const old = rows.filter((row) => row.old === 1)
    if (old.length > 0) yield old.map(({ id, weight: heavy }) => ({ id, weight: weight ? Number(heavy) : 0 }))
    const isPastAll = came !== undefined && rows.every((row) => row.came >= before)
    if (rows.length < LOOKED_AT || isPastAll) return
    last = rows.at(-1)?.place
    await nextTurn()
  }
}

/** How much of each has become too old. */
export async function countTooOld(
  database: Database,
  partnerId: string,
  rules: readonly KeptUntil[],
): Promise<Counts> {
  const counts: Record<string, number> = {}
  for (const rule of rules)
    for await (const rows of tooOld(database, partnerId, rule))
      counts[rule.what] = (counts[rule.what] ?? 0) + rows.length
  return counts
}

export interface Step {
  counts: Counts
  gone: Pick<Erased, "customerIds" | "conversationIds">
}

/**
 * Erases what is too old, a few rows a transaction, in each of which they are looked at again: what has come back to life
 * stays.
 *
 * @param note stores with each transaction what it erased
 */
export async function* eraseTooOld(
  database: Database,
  partnerId: string,
  rules: readonly KeptUntil[],
  note: (trx: Db, counts: Counts) => Promise<void>,
): AsyncGenerator<Step> {
  for (const rule of rules)
    for await (const rows of tooOld(database, partnerId, rule))
      for (const ids of portions(rows, WEIGHT_AT_ONCE[rule.what]))
        yield await eraseStep(database, partnerId, rule, ids, note)
}

function* portions(rows: readonly { id: Id; weight: number }[], heaviest = Number.POSITIVE_INFINITY) {
  let ids: Id[] = []
  let heavy = 0
  for (const { id, weight } of rows) {
    if (ids.length > 0 && (ids.length === ERASED_AT_ONCE || heavy + weight > heaviest)) {
      yield ids
      ids = []
      heavy = 0
    }
    ids.push(id)
    heavy += weight
  }
  if (ids.length > 0) yield ids
}

async function eraseStep(
  { id: writer, db, dialect, sqlite }: Database,
  partnerId: string,
  { what, before }: KeptUntil,
  ids: readonly Id[],
  note: (trx: Db, counts: Counts) => Promise<void>,
): Promise<Step> {
  const { isTooOld, isCounted, along } = RULES[what]
  let putBack: (() => void)[] = []
  try {
    return await db.transaction().execute(async (trx) => {
      const among = dialect === "postgres" ? await held(trx, what, partnerId, ids) : ids
      const { rows } = await sql<{ id: Id }>`select id from ${sql.table(what)}
        where partner_id = ${partnerId} and id in (${listed(among)}) and ${isTooOld(before)}`.execute(trx)
      const old = rows.map(({ id }) => id)
      if (old.length === 0) return { counts: {}, gone: { customerIds: [], conversationIds: [] } }
      const more = (await along?.(trx, partnerId, old)) ?? {}
      await sql`delete from ${sql.table(what)}
        where partner_id = ${partnerId} and id in (${sql.join(old)})`.execute(trx)
      if (isCounted) await keepDays(trx, partnerId, before)
      const counts = Object.fromEntries(
        Object.entries({ [what]: old.length, ...more }).filter(([, count]) => count > 0),
      )
      await note(trx, counts)
      const conversationIds = what === "conversation" ? (old as number[]) : []
      if (sqlite) {
        for (const id of conversationIds) sqlite.hot.forget(id)
        putBack = conversationIds.map((id) => sqlite.unplaced.forget(id))
      }
      const gone = { conversationIds, customerIds: what === "customer" ? (old as number[]) : [] }
      if (dialect === "postgres") await announceGone(trx, writer, gone)
      return { counts, gone }
    })
  } catch (error) {
    for (const again of putBack) again()
    throw error
  }
}

/**
 * Nobody changes these rows, or refers to them anew, until the transaction has ended. Which of them are too old is asked
 * after: what was written before they were held is seen then. Those that somebody else holds are not waited for.
 */
async function held(trx: Db, table: string, partnerId: string, ids: readonly Id[]): Promise<Id[]> {
  const { rows } = await sql<{ id: Id }>`select id from ${sql.table(table)}
    where partner_id = ${partnerId} and id in (${sql.join(ids)}) order by id for update skip locked`.execute(
    trx,
  )
  return rows.map(({ id }) => id)
}

function listed(ids: readonly Id[]): RawBuilder<unknown> {
  return ids.length === 0 ? sql`null` : sql.join(ids)
}
