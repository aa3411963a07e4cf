import { Database as BunSqlite } from "bun:sqlite"
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from "node:fs"
import { join } from "node:path"
import { sql } from "kysely"
import { ChatdError } from "../../core/errors.ts"
import { DATABASE_FILE } from "../data-folder.ts"
import { asItStands, connect, type Database, type DatabaseLocation } from "../database.ts"
import { madeForFolderOwner } from "../folder-owner.ts"
import { lockDataFolder } from "../instance-lock.ts"
import { migrateTo, newestMigration, requireKnown } from "../migrate.ts"
import { type NotedKey, requireKeysFor } from "../sealing/key-registry.ts"
import { Sealing } from "../sealing/sealing.ts"
import { type BackupInfo, openBackup } from "./backup-file.ts"
import { RESTORING, SET_ASIDE } from "./earlier-databases.ts"
import type { CopyWatch } from "./from-sqlite.ts"
import { copyIntoPostgres } from "./into-postgres.ts"
import { INFO_TABLE } from "./tables.ts"

export interface Restored {
  info: BackupInfo
  /** Where the database went that was there before. */
  replaced: string | undefined
}

export interface RestoreOptions {
  /** Whether the database that is there is set aside. */
  replace: boolean
  watch: CopyWatch
  /** Whether it is to be used with the location's keys, so that nothing is done where they do not open its texts. */
  forUse?: boolean
}

/**
 * Makes the database of a backup, on SQLite or Postgres whichever it came from. It is at the backup's version: whoever
 * opens it migrates it. What the backup lacks (places of events, the index of messages) the next server makes.
 *
 * @throws {ChatdError} `not_found`, `invalid_input` for a file or texts that cannot be read; `conflict` where a server runs, where
 *   there is a database already, or where the backup is a newer chatd's
 */
export async function restoreBackup(
  path: string,
  location: DatabaseLocation,
  { replace, watch, forUse = false }: RestoreOptions,
): Promise<Restored> {
  const { file, info } = openBackup(path)
  try {
    requireKnown(info.migration)
    // No server has the database yet: keys may have been rotated since the backup.
    if (forUse) requireKeysFor(notedKeys(file), location.keys && new Sealing(location.keys), "allowed")
    if (location.url) {
      await intoPostgres(file, info, location, watch)
      return { info, replaced: undefined }
    }
    return { info, replaced: await intoFolder(path, location, replace) }
  } finally {
    file.close()
  }
}

/** None in a backup from before texts could be sealed. */
function notedKeys(file: BunSqlite): NotedKey[] {
  if (!file.query("select 1 from sqlite_master where name = 'encryption_key'").get()) return []
  return file.query("select id, check_value from encryption_key").all() as NotedKey[]
}

async function intoPostgres(
  file: BunSqlite,
  info: BackupInfo,
  location: DatabaseLocation,
  watch: CopyWatch,
): Promise<void> {
  const database = await connect(asItStands(location))
  try {
    await requireEmpty(database, info)
    await migrateTo(database, info.migration)
    await copyIntoPostgres(file, info.rows, database.db, watch)
  } finally {
    await database.close()
  }
}

/** Tables without anybody are what an interrupted restore leaves. */
async function requireEmpty(database: Database, { migration }: BackupInfo): Promise<void> {
  const newest = await newestMigration(database)
  if (newest === undefined) return
  const { rows } = await sql<{ count: number }>`select count(*) as count from partner`.execute(database.db)
  if (rows[0]?.count !== 0 || newest > migration)
    throw new ChatdError("conflict", "There is a chatd in this database already. Restore into an empty one.")
}

async function intoFolder(
  path: string,
  { dataDir }: DatabaseLocation,
  replace: boolean,
): Promise<string | undefined> {
  const lock = lockDataFolder(dataDir)
  const target = join(dataDir, DATABASE_FILE)
  const fresh = `${target}${RESTORING}`
  try {
    if (existsSync(target) && !replace)
      throw new ChatdError(
        "conflict",
        `There is a database in ${dataDir} already. Restore into another --data folder, or --force to set that one aside.`,
      )
    removeUnfinished(fresh)
    madeForFolderOwner(fresh, () => copyFileSync(path, fresh))
    withoutInfo(fresh)
    const aside = setAside(dataDir)
    renameSync(fresh, target)
    return aside
  } finally {
    removeUnfinished(fresh)
    lock.release()
  }
}

function withoutInfo(path: string): void {
  const copy = new BunSqlite(path)
  try {
    copy.run("pragma synchronous = full")
    copy.run(`drop table ${INFO_TABLE}`)
  } finally {
    copy.close()
  }
}

/** SQLite would take back in the new copy what the log of an earlier one says. */
function removeUnfinished(fresh: string): void {
  rmSync(fresh, { force: true })
  rmSync(`${fresh}-journal`, { force: true })
}

/** Logs go along also where their database is gone: SQLite would write what is in them into the next one. */
function setAside(dataDir: string): string | undefined {
  const there = ["", "-wal", "-shm", "-journal"]
    .map((suffix) => `${DATABASE_FILE}${suffix}`)
    .filter((name) => existsSync(join(dataDir, name)))
  if (there.length === 0) return undefined
  const aside = join(dataDir, `${SET_ASIDE}${new Date().toISOString().replace(/[:.]/g, "-")}`)
  madeForFolderOwner(aside, () => mkdirSync(aside, { mode: 0o700 }))
  for (const name of there) renameSync(join(dataDir, name), join(aside, name))
  return aside
}
