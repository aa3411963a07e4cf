import { Database as BunSqlite, constants as sqlite } from "bun:sqlite"
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  lstatSync,
  realpathSync,
  renameSync,
  statSync,
} from "node:fs"
import { open } from "node:fs/promises"
import { basename, dirname, join, resolve } from "node:path"
import { ChatdError } from "../../core/errors.ts"
import { DATABASE_FILE } from "../data-folder.ts"
import { asItStands, connect, type DatabaseLocation } from "../database.ts"
import { LOCK_FILE } from "../instance-lock.ts"
import { migrateTo, newestMigration, requireKnown } from "../migrate.ts"
import { requireNoneLost } from "../sqlite/database-lost.ts"
import { hasLogBeside } from "../sqlite/file-head.ts"
import { type BackupInfo, FORMAT, saysThatItIsABackup, writeInfo } from "./backup-file.ts"
import { BACKING_UP } from "./earlier-databases.ts"
import { writeDigest, writtenDigest } from "./file-digest.ts"
import { copyFromPostgres } from "./from-postgres.ts"
import { type CopyWatch, copyFromSqlite } from "./from-sqlite.ts"
import { openWorkshop } from "./workshop.ts"

/**
 * Writes everything that a database holds into one file, as it is at one moment. A server goes on meanwhile. The file
 * appears under its name once it is whole; SQLite can open it.
 *
 * @param version of this chatd
 * @throws {ChatdError} `not_found` where there is no database, `conflict` where there is such a file already,
 *   `invalid_input` where what is there is no file, or a database; `conflict` too where a newer chatd migrated the database
 */
export async function makeBackup(
  location: DatabaseLocation,
  path: string,
  { version, replace, watch }: { version: string; replace: boolean; watch: CopyWatch },
): Promise<BackupInfo> {
  requireNoDatabase(path, location)
  if (!replace && existsSync(path))
    throw new ChatdError("conflict", `${path} exists already. Choose another name, or --force to replace it.`)
  // A device, or the link to one, would be gone.
  if (existsSync(path) && !lstatSync(path).isFile())
    throw new ChatdError("invalid_input", `${path} is no file that a backup could replace.`)
  const folder = dirname(resolve(path))
  if (!existsSync(folder)) throw new ChatdError("not_found", `There is no folder ${folder}.`)
  accessSync(folder, constants.W_OK)
  // Beside the file that it becomes: a file cannot be renamed from one disk to another.
  const workshop = openWorkshop(folder, BACKING_UP)
  try {
    const info = await (location.url ? ofPostgres : ofSqlite)(workshop.path, location, { version, watch })
    const finished = join(workshop.path, DATABASE_FILE)
    seal(finished)
    chmodSync(finished, 0o600)
    await toDisk(finished)
    renameSync(finished, path)
    await toDisk(folder)
    return info
  } finally {
    workshop.remove()
  }
}

/** Beside it people keep files of like names, such as chatd.db.bak. */
const OF_DATABASE: ReadonlySet<string> = new Set(
  [DATABASE_FILE, LOCK_FILE].flatMap((name) => ["", "-wal", "-shm", "-journal"].map((end) => name + end)),
)

/** "chatd backup data/chatd.db" reads as if that were what is backed up; it would be replaced under its server. */
function requireNoDatabase(path: string, { dataDir }: DatabaseLocation): void {
  const folder = dirname(resolve(path))
  const isNamedSo =
    OF_DATABASE.has(basename(path)) && (existsSync(join(folder, LOCK_FILE)) || isSameFolder(folder, dataDir))
  // Backups of Postgres that earlier versions made are written like a database.
  if (isNamedSo || (hasLogBeside(path) && !saysThatItIsABackup(path)))
    throw new ChatdError(
      "invalid_input",
      `${path} belongs to a database of chatd, which a backup must not replace. Name the file that is to be made.`,
    )
}

function isSameFolder(one: string, other: string): boolean {
  return existsSync(one) && existsSync(other) && realpathSync(one) === realpathSync(other)
}

interface Making {
  version: string
  watch: CopyWatch
}

async function ofSqlite(
  workshop: string,
  { dataDir }: DatabaseLocation,
  making: Making,
): Promise<BackupInfo> {
  const source = join(dataDir, DATABASE_FILE)
  // Unlike existsSync it tells what may not be looked at from what is not there.
  if (!statSync(source, { throwIfNoEntry: false })) {
    requireNoneLost(dataDir)
    throw new ChatdError("not_found", `There is no database in ${dataDir}.`)
  }
  const file = newFile(workshop)
  try {
    const rows = await copyFromSqlite(file, source, making.watch)
    const name = newestIn(file)
    if (name === null) throw new ChatdError("not_found", `The database in ${dataDir} is empty.`)
    requireKnown(name)
    return withInfo(file, {
      format: FORMAT,
      version: making.version,
      dialect: "sqlite",
      migration: name,
      createdAt: new Date(),
      rows,
    })
  } finally {
    file.close()
  }
}

/** Null where none has run, as in a file that was opened and no more. */
function newestIn(file: BunSqlite): string | null {
  if (!file.query("select 1 from sqlite_master where name = 'kysely_migration'").get()) return null
  const { name } = file.query("select max(name) as name from kysely_migration").get() as {
    name: string | null
  }
  return name
}

async function ofPostgres(workshop: string, location: DatabaseLocation, making: Making): Promise<BackupInfo> {
  const database = await connect(asItStands(location))
  try {
    const migration = await newestMigration(database)
    if (migration === undefined) throw new ChatdError("not_found", "There is no chatd in this database.")
    requireKnown(migration)
    await withTables(workshop, migration)
    const file = newFile(workshop)
    try {
      const rows = await copyFromPostgres(file, database.db, making.watch)
      return withInfo(file, {
        format: FORMAT,
        version: making.version,
        dialect: "postgres",
        migration,
        createdAt: new Date(),
        rows,
      })
    } finally {
      file.close()
    }
  } finally {
    await database.close()
  }
}

/** Makes the tables as they were at a migration. */
async function withTables(dataDir: string, migration: string): Promise<void> {
  const empty = await connect({ dataDir })
  try {
    await migrateTo(empty, migration)
  } finally {
    await empty.close()
  }
}

/** Quick to write: whatever happens on the way, there is no backup before its end. */
function newFile(folder: string): BunSqlite {
  const { SQLITE_OPEN_CREATE, SQLITE_OPEN_READWRITE, SQLITE_OPEN_URI } = sqlite
  const file = new BunSqlite(
    join(folder, DATABASE_FILE),
    SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_URI,
  )
  // A file with tables, which was written with a log, goes on with it otherwise: it could not be read where nothing may be written.
  file.run("pragma journal_mode = delete")
  file.run("pragma journal_mode = off")
  file.run("pragma synchronous = off")
  file.run("pragma foreign_keys = off")
  return file
}

function withInfo(file: BunSqlite, info: BackupInfo): BackupInfo {
  writeInfo(file, info)
  return info
}

/** From here on every byte of the file counts. */
function seal(path: string): void {
  const file = new BunSqlite(path, { readonly: true })
  const written = writtenDigest(file)
  file.close()
  if (written) writeDigest(path, written)
}

async function toDisk(path: string): Promise<void> {
  const handle = await open(path)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
