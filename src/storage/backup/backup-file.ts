import { Database as BunSqlite, constants as sqlite } from "bun:sqlite"
import { closeSync, openSync } from "node:fs"
import { pathToFileURL } from "node:url"
import { ChatdError } from "../../core/errors.ts"
import { digestOf, NO_DIGEST, writtenDigest } from "./file-digest.ts"
import { INFO_TABLE } from "./tables.ts"

/** What a backup says of itself, in a table of its own. */
export interface BackupInfo {
  /** Of the file; a chatd that knows only lower ones cannot read it. */
  format: number
  /** Of the chatd that wrote it. */
  version: string
  /** What it was made of; it can be restored to either. */
  dialect: "sqlite" | "postgres"
  /** The newest migration that had run. */
  migration: string
  createdAt: Date
  /** Rows, by table. */
  rows: Readonly<Record<string, number>>
}

export const FORMAT = 1

/** Last of all but for the digest: a file without it was not finished. */
export function writeInfo(file: BunSqlite, info: BackupInfo): void {
  file.run(`create table ${INFO_TABLE} (digest text not null, info text not null)`)
  file.query(`insert into ${INFO_TABLE} (digest, info) values (?, ?)`).run(NO_DIGEST, JSON.stringify(info))
}

/**
 * Opens a backup for reading, once it is known to be whole: finished, with every byte and as many rows as were written.
 *
 * @throws {ChatdError} `not_found` where there is no such file, `invalid_input` where it is no backup that can be read; what
 *   the system says of one that may not be read
 */
export function openBackup(path: string): { file: BunSqlite; info: BackupInfo } {
  requireReadable(path)
  const file = opened(path)
  try {
    const info = infoOf(file, path)
    requireUndamaged(file, info, path)
    return { file, info }
  } catch (error) {
    file.close()
    if (error instanceof ChatdError) throw error
    throw new ChatdError("invalid_input", `${path} is damaged: ${(error as Error).message}`, { cause: error })
  }
}

/** SQLite says no more than that it cannot open it. */
function requireReadable(path: string): void {
  try {
    closeSync(openSync(path, "r"))
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "ENOENT") throw cause
    throw new ChatdError("not_found", `There is no file ${path}.`, { cause })
  }
}

/** Without a log beside it, which cannot be made on a disk that is only read; those of Postgres that earlier versions made ask for one. */
function openedAsItIs(path: string): BunSqlite {
  const { SQLITE_OPEN_READONLY, SQLITE_OPEN_URI } = sqlite
  return new BunSqlite(`${pathToFileURL(path)}?immutable=1`, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI)
}

function opened(path: string): BunSqlite {
  try {
    const file = openedAsItIs(path)
    file.query("select count(*) from sqlite_master").get()
    return file
  } catch (cause) {
    throw notABackup(path, cause)
  }
}

/** Whether a file says of itself that it is a backup, be it damaged. */
export function saysThatItIsABackup(path: string): boolean {
  try {
    using file = openedAsItIs(path)
    return hasInfo(file)
  } catch {
    return false
  }
}

function hasInfo(file: BunSqlite): boolean {
  const table = file.query("select 1 from sqlite_master where type = 'table' and name = ?").get(INFO_TABLE)
  return table !== null
}

function infoOf(file: BunSqlite, path: string): BackupInfo {
  if (!hasInfo(file)) throw notABackup(path)
  const row = file.query(`select info from ${INFO_TABLE}`).get() as { info: string } | null
  if (!row) throw notABackup(path)
  const info = JSON.parse(row.info) as BackupInfo & { createdAt: string }
  if (info.format > FORMAT)
    throw new ChatdError(
      "invalid_input",
      `${path} was written by a newer chatd (${info.version}); use that one or a later version.`,
    )
  return { ...info, createdAt: new Date(info.createdAt) }
}

function requireUndamaged(file: BunSqlite, { rows }: BackupInfo, path: string): void {
  const written = writtenDigest(file)
  if (written && digestOf(path, written) !== written.digest)
    throw new ChatdError("invalid_input", `${path} is damaged: it holds other bytes than were written.`)
  const [fault] = file.query("pragma integrity_check(1)").values() as [[string]]
  if (fault?.[0] !== "ok") throw new ChatdError("invalid_input", `${path} is damaged: ${fault?.[0]}`)
  for (const [table, expected] of Object.entries(rows)) {
    const { count } = file.query(`select count(*) as count from "${table}"`).get() as { count: number }
    if (count !== expected)
      throw new ChatdError(
        "invalid_input",
        `${path} is damaged: ${table} has ${count} rows instead of ${expected}.`,
      )
  }
}

function notABackup(path: string, cause?: unknown): ChatdError {
  return new ChatdError("invalid_input", `${path} is not a finished backup of chatd.`, { cause })
}
