import type { Database as BunSqlite } from "bun:sqlite"
import { existsSync } from "node:fs"
import { resolve } from "node:path"
import { pathToFileURL } from "node:url"
import { ChatdError } from "../../core/errors.ts"
import { type CopyProgress, isKept, MARKS } from "./tables.ts"

/** Rows in one step: progress is shown and Ctrl-C heard between two. */
const STEP = 20_000

export interface CopyWatch {
  signal: AbortSignal
  onProgress(progress: CopyProgress): void
}

interface Schema {
  tables: { name: string; sql: string; withoutRowid: boolean }[]
  /** Indexes, views and triggers: made once the rows are there. */
  later: string[]
}

/**
 * Copies a database into a new file, as it is at one moment, whoever writes it meanwhile: all is read within one
 * transaction, for which nobody waits.
 *
 * @param file new and empty, opened so that it takes addresses (`SQLITE_OPEN_URI`)
 * @returns rows by table; none where there are no tables yet
 * @throws {ChatdError} `conflict` where a disk that is only read was written meanwhile after all
 */
export async function copyFromSqlite(
  file: BunSqlite,
  sourcePath: string,
  { signal, onProgress }: CopyWatch,
): Promise<Record<string, number>> {
  const isWritten = attachSource(file, sourcePath)
  file.run("begin")
  const { tables, later } = schemaOf(file)
  if (tables.length === 0) return {}
  for (const { sql } of tables) file.run(sql)
  const kept = tables.filter(({ name }) => isKept(name))
  const counts = Object.fromEntries(kept.map(({ name }) => [name, countOf(file, name)]))
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0)
  let rows = 0
  for (const { name, withoutRowid } of kept) {
    for (const copied of withoutRowid ? copyWhole(file, name) : copySteps(file, name)) {
      rows += copied
      onProgress({ table: name, rows, total })
      await Bun.sleep(0)
      signal.throwIfAborted()
    }
  }
  for (const table of ["kysely_migration", "kysely_migration_lock"]) copyAll(file, table)
  keepNumbers(file)
  const has = (table: string) => tables.some(({ name }) => name === table)
  for (const mark of MARKS.filter(has)) file.run(`insert into ${mark} (up_to) values (0)`)
  for (const sql of later) file.run(sql)
  file.run("commit")
  file.run("detach source")
  if (isWritten())
    throw new ChatdError("conflict", `${sourcePath} was written while it was copied. Try again.`)
  return counts
}

/**
 * On a disk that is only read SQLite cannot make the files by which those who write agree. Where there is no log, nobody
 * does, and the file is all there is. Whether somebody began to write it meanwhile tells what is returned.
 */
function attachSource(file: BunSqlite, path: string): () => boolean {
  const attach = file.query("attach ? as source")
  const isInUse = () => existsSync(`${path}-wal`)
  try {
    attach.run(path)
    return () => false
  } catch (error) {
    if ((error as { code?: string }).code !== "SQLITE_CANTOPEN" || isInUse()) throw error
    attach.run(`${pathToFileURL(resolve(path))}?mode=ro&immutable=1`)
    return isInUse
  }
}

function schemaOf(file: BunSqlite): Schema {
  const entries = file
    .query(
      "select type, name, sql from source.sqlite_master where sql is not null and name not like 'sqlite\\_%' escape '\\'",
    )
    .all() as { type: string; name: string; sql: string }[]
  const virtual = entries.filter(({ sql }) => /^create virtual table/i.test(sql)).map(({ name }) => name)
  // What a virtual table makes itself.
  const isShadow = (name: string) => virtual.some((table) => name.startsWith(`${table}_`))
  const listed = file.query("pragma source.table_list").all() as { name: string; wr: number }[]
  const withoutRowid = new Set(listed.filter(({ wr }) => wr === 1).map(({ name }) => name))
  return {
    tables: entries
      .filter(({ type, name }) => type === "table" && !isShadow(name))
      .map(({ name, sql }) => ({ name, sql, withoutRowid: withoutRowid.has(name) })),
    later: entries.filter(({ type }) => type !== "table").map(({ sql }) => sql),
  }
}

function countOf(file: BunSqlite, table: string): number {
  return (file.query(`select count(*) as count from source."${table}"`).get() as { count: number }).count
}

function* copySteps(file: BunSqlite, table: string): Generator<number> {
  const next = file.query(
    `select max(place) as last, count(*) as count
     from (select rowid as place from source."${table}" where rowid > ? order by rowid limit ${STEP})`,
  )
  const copy = file.query(
    `insert into main."${table}" select * from source."${table}" where rowid > ? and rowid <= ? order by rowid`,
  )
  for (let after = Number.MIN_SAFE_INTEGER; ; ) {
    const { last, count } = next.get(after) as { last: number | null; count: number }
    if (last === null) return
    copy.run(after, last)
    after = last
    yield count
  }
}

function* copyWhole(file: BunSqlite, table: string): Generator<number> {
  yield copyAll(file, table)
}

function copyAll(file: BunSqlite, table: string): number {
  return file.query(`insert into main."${table}" select * from source."${table}"`).run().changes
}

/** A number is never given out twice, also not that of a row which has gone. */
function keepNumbers(file: BunSqlite): void {
  file.run("delete from sqlite_sequence")
  file.run("insert into sqlite_sequence (name, seq) select name, seq from source.sqlite_sequence")
}
