import type { Database as BunSqlite } from "bun:sqlite"
import { sql, type Transaction } from "kysely"
import { ChatdError } from "../../core/errors.ts"
import type { Db } from "../database.ts"
import type { Schema } from "../schema.ts"
import { storableParameter } from "../storable-parameter.ts"
import type { CopyWatch } from "./from-sqlite.ts"
import { type KeptTable, postgresTables } from "./postgres-tables.ts"

/** Rows that are sent at once; vectors are kilobytes each. */
const STEP = 500

/**
 * Brings a backup's rows into a Postgres database that has its tables and nothing else; all of them, or none.
 *
 * @throws {ChatdError} `invalid_input` where the tables are not the backup's
 */
export async function copyIntoPostgres(
  file: BunSqlite,
  counts: Readonly<Record<string, number>>,
  db: Db,
  { signal, onProgress }: CopyWatch,
): Promise<void> {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
  let rows = 0
  await db.transaction().execute(async (trx) => {
    const tables = await postgresTables(trx)
    requireSameTables(tables, counts)
    for (const table of tables.toReversed()) await sql`delete from ${sql.table(table.name)}`.execute(trx)
    for (const table of tables) {
      for await (const copied of copySteps(file, trx, table)) {
        rows += copied
        onProgress({ table: table.name, rows, total })
        signal.throwIfAborted()
      }
      await keepNumbers(file, trx, table)
    }
    // Whatever was told of there is no transaction any more that could still bring something older.
    if ("webhook_followed" in counts) await sql`update webhook_followed set swept = up_to`.execute(trx)
  })
  // The planner knows nothing of them yet.
  await sql`analyze`.execute(db)
}

function requireSameTables(tables: readonly KeptTable[], counts: Readonly<Record<string, number>>): void {
  const here = new Set(tables.map(({ name }) => name))
  const odd =
    Object.keys(counts).find((name) => !here.has(name)) ?? [...here].find((name) => !(name in counts))
  if (odd)
    throw new ChatdError(
      "invalid_input",
      `The backup does not fit this chatd: table ${odd} is on one side only.`,
    )
}

async function* copySteps(
  file: BunSqlite,
  trx: Transaction<Schema>,
  { name, columns }: KeptTable,
): AsyncGenerator<number> {
  const names = sql.join(columns.map((column) => sql.ref(column)))
  let rows: string[] = []
  const send = async () => {
    // One parameter, whatever the number of rows and columns: Postgres makes rows of it by the table's own types.
    await sql`insert into ${sql.table(name)} (${names}) overriding system value
      select ${names} from json_populate_recordset(null::${sql.table(name)}, ${`[${rows.join()}]`}::json)`.execute(
      trx,
    )
    const sent = rows.length
    rows = []
    return sent
  }
  for (const row of file
    .query(`select ${columns.map((column) => `"${column}"`).join(", ")} from "${name}"`)
    .iterate()) {
    rows.push(JSON.stringify(row, storable))
    if (rows.length === STEP) yield await send()
  }
  if (rows.length > 0) yield await send()
}

function storable(_key: string, value: unknown): unknown {
  return value instanceof Uint8Array ? `\\x${value.toHex()}` : storableParameter(value)
}

/** The next number is above all that were ever given out. */
async function keepNumbers(
  file: BunSqlite,
  trx: Transaction<Schema>,
  { name, columns }: KeptTable,
): Promise<void> {
  const row = file.query("select seq from sqlite_sequence where name = ?").get(name) as { seq: number } | null
  for (const column of columns) {
    const { rows } = await sql<{ sequence: string | null }>`
      select pg_get_serial_sequence(format('%I', ${name}::text), ${column}) as sequence`.execute(trx)
    const sequence = rows[0]?.sequence
    if (!sequence) continue
    await sql`select setval(${sequence}::regclass, greatest(${row?.seq ?? 0}, coalesce(max(${sql.ref(column)}), 0), 1),
      greatest(${row?.seq ?? 0}, coalesce(max(${sql.ref(column)}), 0)) > 0) from ${sql.table(name)}`.execute(
      trx,
    )
  }
}
