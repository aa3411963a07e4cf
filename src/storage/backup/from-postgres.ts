import type { Database as BunSqlite, SQLQueryBindings } from "bun:sqlite"
import { sql, type Transaction } from "kysely"
import type { Db } from "../database.ts"
import type { Schema } from "../schema.ts"
import type { CopyWatch } from "./from-sqlite.ts"
import { type KeptTable, postgresTables } from "./postgres-tables.ts"

/** Rows that are fetched at once. */
const STEP = 2_000

/**
 * Copies a Postgres database into a file, as it is at one moment: all is read from one snapshot.
 *
 * @param file of SQLite, with the tables of the same version
 * @returns rows by table
 */
export function copyFromPostgres(
  file: BunSqlite,
  db: Db,
  { signal, onProgress }: CopyWatch,
): Promise<Record<string, number>> {
  return db
    .transaction()
    .setIsolationLevel("repeatable read")
    .setAccessMode("read only")
    .execute(async (trx) => {
      const tables = await postgresTables(trx)
      const counts: Record<string, number> = {}
      for (const { name } of tables) counts[name] = await countOf(trx, name)
      const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
      let rows = 0
      file.run("begin")
      for (const table of tables) {
        file.run(`delete from "${table.name}"`)
        for await (const copied of copySteps(file, trx, table)) {
          rows += copied
          onProgress({ table: table.name, rows, total })
          signal.throwIfAborted()
        }
        await keepNumbers(file, trx, table.name)
      }
      file.run("commit")
      return counts
    })
}

async function countOf(trx: Transaction<Schema>, table: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(table)}`.execute(
    trx,
  )
  return rows[0]?.count ?? 0
}

async function* copySteps(
  file: BunSqlite,
  trx: Transaction<Schema>,
  { name, columns }: KeptTable,
): AsyncGenerator<number> {
  const names = columns.map((column) => `"${column}"`).join(", ")
  const insert = file.query(`insert into "${name}" (${names}) values (${columns.map(() => "?").join(", ")})`)
  await sql`declare backup cursor for select * from ${sql.table(name)}`.execute(trx)
  for (;;) {
    const { rows } = await sql<Record<string, SQLQueryBindings>>`fetch ${sql.lit(STEP)} from backup`.execute(
      trx,
    )
    for (const row of rows) insert.run(...columns.map((column) => row[column] ?? null))
    if (rows.length === 0) break
    yield rows.length
  }
  await sql`close backup`.execute(trx)
}

/** A number is never given out twice, also not that of a row which has gone. */
async function keepNumbers(file: BunSqlite, trx: Transaction<Schema>, table: string): Promise<void> {
  const counted = file
    .query("select 1 from sqlite_master where name = ? and sql like '%autoincrement%'")
    .get(table)
  if (!counted) return
  const { rows } = await sql<{ last: number | null }>`
    select s.last_value as last from pg_sequences s
    where s.schemaname = current_schema() and format('%I.%I', s.schemaname, s.sequencename) in (
      select pg_get_serial_sequence(format('%I', ${table}::text), a.attname)
      from pg_attribute a where a.attrelid = ${table}::regclass and a.attidentity <> '')`.execute(trx)
  const last = rows[0]?.last
  if (last === null || last === undefined) return
  file.query("delete from sqlite_sequence where name = ?").run(table)
  file.query("insert into sqlite_sequence (name, seq) values (?, ?)").run(table, last)
}
