import type { Database as BunSqlite, SQLQueryBindings } from "bun:sqlite"
import { afterWhatTheyReferTo } from "../src/storage/backup/postgres-tables.ts"
import { isKept } from "../src/storage/backup/tables.ts"
import type { Random } from "./faults/random.ts"

interface Column {
  name: string
  type: string
  notnull: number
  pk: number
}

interface ForeignKey {
  table: string
  from: string
  to: string
}

const ROWS = 4
/** What has gone wrong on the way between databases somewhere. */
const TEXTS = [
  "",
  "plain",
  'it\'s "quoted" \\ and\nbroken',
  "Grüße, 你好, مرحبا 👩‍👩‍👧",
  "null",
  "{}",
  "\\x00ff",
  "0012",
]

/**
 * Puts rows into every table that a backup holds, those included that are yet to be invented: each column has values of its
 * type, each reference leads somewhere.
 */
export function fillEveryTable(sqlite: BunSqlite, random: Random): void {
  const names = (
    sqlite.query("select name from sqlite_master where type = 'table'").all() as { name: string }[]
  )
    .map(({ name }) => name)
    .filter(isKept)
  const keys = (table: string): ForeignKey[] => [
    ...(sqlite.query(`pragma foreign_key_list("${table}")`).all() as unknown as ForeignKey[]),
    // SQLite looks after it by a trigger.
    ...(table === "event" ? [{ table: "conversation", from: "conversation_id", to: "id" }] : []),
  ]
  const references = names.flatMap((from) => keys(from).map(({ table: to }) => ({ from, to })))
  for (const { name } of afterWhatTheyReferTo(
    names.map((name) => ({ name, columns: [] })),
    references,
  ))
    fill(sqlite, name, keys(name), random)
}

function fill(sqlite: BunSqlite, table: string, keys: readonly ForeignKey[], random: Random): void {
  const columns = sqlite.query(`pragma table_info("${table}")`).all() as Column[]
  const insert = sqlite.query(
    `insert into "${table}" (${columns.map(({ name }) => `"${name}"`).join()}) values (${columns.map(() => "?").join()})`,
  )
  for (let row = 0; row < ROWS; row++) {
    const values = columns.map((column) => {
      const key = keys.find(({ from }) => from === column.name)
      if (!key) return columnValue(column, row, random)
      const [found] = sqlite
        .query(`select "${key.to}" from "${key.table}" limit 1 offset ${row}`)
        .values() as [SQLQueryBindings[]]
      return found?.[0] ?? null
    })
    insert.run(...values)
  }
}

function columnValue({ type, notnull, pk }: Column, row: number, random: Random): SQLQueryBindings {
  if (!notnull && !pk && random.below(10) < 3) return null
  const kind = type.toLowerCase()
  if (kind === "blob") return crypto.getRandomValues(new Uint8Array(1 + random.below(40)))
  if (kind === "real" || kind.startsWith("double")) return random.below(2 ** 31) / 7
  if (kind === "integer") return row * 100_000 + random.below(100_000)
  if (kind === "bigint") return random.below(2 ** 31) * 2 ** 22 + row
  // Each once: some are unique.
  return `${TEXTS[random.below(TEXTS.length)]} ${row} ${random.below(2 ** 31)}`
}

/** Every row of every table that a backup holds, in an order of its own. */
export function allRows(sqlite: BunSqlite): Record<string, string[]> {
  const names = (
    sqlite.query("select name from sqlite_master where type = 'table' order by name").all() as {
      name: string
    }[]
  )
    .map(({ name }) => name)
    .filter(isKept)
  return Object.fromEntries(
    names.map((name) => {
      const rows = sqlite.query(`select * from "${name}"`).all() as Record<string, unknown>[]
      return [name, rows.map(comparable).sort()]
    }),
  )
}

function comparable(row: Record<string, unknown>): string {
  return JSON.stringify(
    Object.entries(row)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => [name, value instanceof Uint8Array ? value.toHex() : value]),
  )
}
