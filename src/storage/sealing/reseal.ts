import { type RawBuilder, sql } from "kysely"
import type { Database, Db } from "../database.ts"
import { indexTerms } from "../search/index-terms.ts"
import { vectorText } from "../search/postgres-query.ts"
import { indexedText, partnerTerm } from "../search/sqlite-query.ts"
import { SEALED_TABLES, type SealedTable } from "./sealed-columns.ts"
import type { Row, Sealing } from "./sealing.ts"

/** Rows that are sealed anew in one transaction: on SQLite nobody else is served meanwhile. */
const ROWS_A_STEP = 200

/** Where a pass over everything stands. */
export interface Place {
  table: string
  /** Key of the last row that was looked at; undefined before the first. */
  after: readonly unknown[] | undefined
}

export const FIRST: Place = { table: Object.keys(SEALED_TABLES)[0] ?? "", after: undefined }

export interface Step {
  /** Undefined at the end. */
  next: Place | undefined
  looked: number
  changed: number
}

/** Seals the next few rows with the current key, where they are not, and indexes messages under it; in one transaction. */
export async function resealStep(database: Database, sealing: Sealing, place: Place): Promise<Step> {
  const table = SEALED_TABLES[place.table] as SealedTable
  return database.db.transaction().execute(async (trx) => {
    const raw = trx.withoutPlugins()
    const rows = await nextRows(raw, place, table)
    const changed: Row[] = []
    for (const row of rows) if (await reseal(raw, sealing, place.table, table, row)) changed.push(row)
    if (place.table === "event" && changed.length > 0) await indexAnew(raw, database, sealing, changed)
    const last = rows.at(-1)
    const isAtEnd = rows.length < ROWS_A_STEP || !last
    return {
      next: isAtEnd ? tableAfter(place.table) : { ...place, after: table.key.map((column) => last[column]) },
      looked: rows.length,
      changed: changed.length,
    }
  })
}

/** How many rows a pass looks at. */
export async function rowsToLookAt(db: Db): Promise<number> {
  let total = 0
  for (const table of Object.keys(SEALED_TABLES)) {
    const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(db)
    total += Number(rows[0]?.n ?? 0)
  }
  return total
}

function tableAfter(table: string): Place | undefined {
  const tables = Object.keys(SEALED_TABLES)
  const next = tables[tables.indexOf(table) + 1]
  return next === undefined ? undefined : { table: next, after: undefined }
}

async function nextRows(raw: Db, { table, after }: Place, { key, columns, identity, ofKinds }: SealedTable) {
  const wanted = new Set([
    ...key,
    ...columns,
    ...(identity ?? []),
    ...(ofKinds ? ["kind"] : []),
    ...(table === "event" ? ["type"] : []),
  ])
  const keys = sql.join(key.map((column) => sql.ref(column)))
  const behind = after ? sql`(${keys}) > (${sql.join(after)})` : sql`true`
  const { rows } = await sql<Row>`
    select ${sql.join([...wanted].map((column) => sql.ref(column)))} from ${sql.table(table)}
    where ${behind} order by ${keys} limit ${sql.lit(ROWS_A_STEP)}`.execute(raw)
  return rows
}

/** Whoever changes a text meanwhile seals it by themselves: only what is still there is replaced. */
async function reseal(
  raw: Db,
  sealing: Sealing,
  name: string,
  { key, columns }: SealedTable,
  row: Row,
): Promise<boolean> {
  let isChanged = false
  for (const column of columns) {
    const before = row[column]
    const after = sealing.resealed(name, column, before, row)
    if (after === undefined) continue
    await sql`update ${sql.table(name)} set ${sql.ref(column)} = ${after}
      where ${isRow(key, row)} and ${sql.ref(column)} = ${before}`.execute(raw)
    isChanged = true
  }
  return isChanged
}

function isRow(key: readonly string[], row: Row): RawBuilder<unknown> {
  return sql.join(
    key.map((column) => sql`${sql.ref(column)} = ${row[column]}`),
    sql` and `,
  )
}

/** What is not indexed yet is left to the follower, which has the current key as well. */
async function indexAnew(
  raw: Db,
  { dialect }: Database,
  sealing: Sealing,
  rows: readonly Row[],
): Promise<void> {
  const spoken = rows.filter(({ type, text }) => (type === "message" || type === "note") && text !== null)
  const { rows: partners } = await sql<{ id: number; partner_id: string }>`
    select id, partner_id from conversation
    where id in (${sql.join(rows.map(({ conversation_id }) => conversation_id))})`.execute(raw)
  const partnerOf = new Map(partners.map((one) => [one.id, one.partner_id]))
  for (const row of spoken) {
    const partner = partnerOf.get(row.conversation_id as number)
    const { text } = sealing.openRow(row)
    const terms = indexTerms(String(text), sealing.keys.current)
    if (partner === undefined) continue
    if (dialect === "postgres")
      await sql`update message_index set words = ${vectorText(terms)}::tsvector where event_id = ${row.id}`.execute(
        raw,
      )
    else {
      const { rows: indexed } = await sql`select 1 from message_indexed where up_to >= ${row.id}`.execute(raw)
      if (indexed.length === 0) continue
      await sql`delete from message_index where rowid = ${row.id}`.execute(raw)
      await sql`insert into message_index (rowid, partner, words)
        values (${row.id}, ${partnerTerm(partner)}, ${indexedText(terms)})`.execute(raw)
    }
  }
}
