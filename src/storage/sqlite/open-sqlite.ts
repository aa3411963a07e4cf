import { Database as BunSqlite } from "bun:sqlite"
import { chmodSync } from "node:fs"
import { join } from "node:path"
import { DATABASE_FILE, inDataFolder, makeDataFolder } from "../data-folder.ts"
import { madeForFolderOwner } from "../folder-owner.ts"
import { BLOCKING_MS, PATIENCE_MS } from "./busy.ts"
import { requireNoneLost } from "./database-lost.ts"

/**
 * Opens `chatd.db` in the data folder, making both if need be; nobody else on the machine may read them.
 *
 * @throws {ChatdError} `invalid_input` where the folder cannot be written
 * @throws {DatabaseLost} where one was there and has gone
 */
export function openSqlite(dataDir: string): BunSqlite {
  requireNoneLost(dataDir)
  makeDataFolder(dataDir)
  return inDataFolder(dataDir, () => opened(join(dataDir, DATABASE_FILE)))
}

function opened(path: string): BunSqlite {
  const sqlite = madeForFolderOwner(path, () => new BunSqlite(path, { create: true, strict: true }))
  sqlite.run(`pragma busy_timeout = ${PATIENCE_MS.command}`)
  sqlite.run("pragma journal_mode = wal")
  // FULL survives a power cut; commits are grouped, so that it costs little.
  sqlite.run("pragma synchronous = full")
  // In pages: moving the log into the database holds up whoever writes then, and what was written often moves once.
  sqlite.run("pragma wal_autocheckpoint = 8000")
  sqlite.run("pragma foreign_keys = on")
  // What is deleted is overwritten: an erased person is not to be found in the file's free space.
  sqlite.run("pragma secure_delete = on")
  sqlite.run("pragma cache_size = -8000")
  // From here on whoever waits lets others go on.
  sqlite.run(`pragma busy_timeout = ${BLOCKING_MS}`)
  chmodSync(path, 0o600)
  return sqlite
}
