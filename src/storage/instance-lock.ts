import { Database as BunSqlite } from "bun:sqlite"
import { accessSync, constants, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { ChatdError } from "../core/errors.ts"
import { inDataFolder, makeDataFolder } from "./data-folder.ts"
import { madeForFolderOwner } from "./folder-owner.ts"
import { isBusy } from "./sqlite/busy.ts"

/** In the data folder. */
export const LOCK_FILE = "server.lock"

/** Another process has the data folder to itself. */
export class DataFolderTaken extends ChatdError {
  constructor(message: string, cause: unknown) {
    super("conflict", message, { cause })
  }
}

/**
 * Makes sure that one server runs on a data folder. The lock is an open transaction on an empty database of its own:
 * the system releases it with the process, however that ends. Who holds it stands in a file beside it, since a
 * transaction that stays open cannot tell.
 *
 * @param patienceMs how long whoever has it is waited for; a command that looks whether a server runs has it for a moment
 * @throws {DataFolderTaken} naming the other process
 * @throws {ChatdError} `invalid_input` where the folder cannot be written
 */
export function lockDataFolder(dataDir: string, patienceMs = 250): { release(): void } {
  makeDataFolder(dataDir)
  return inDataFolder(dataDir, () => locked(dataDir, patienceMs))
}

function locked(dataDir: string, patienceMs: number): { release(): void } {
  const holderFile = join(dataDir, "server.pid")
  const path = join(dataDir, LOCK_FILE)
  const lock = madeForFolderOwner(path, () => new BunSqlite(path, { create: true }))
  try {
    // One that may only be read SQLite locks for show.
    accessSync(path, constants.W_OK)
    lock.run(`pragma busy_timeout = ${patienceMs}`)
    lock.run("begin immediate")
  } catch (cause) {
    lock.close()
    // A full disk, or a folder that may not be written, is nobody who runs there.
    if (!isBusy(cause)) throw cause
    throw new DataFolderTaken(
      `A chatd server already runs on ${dataDir}: ${holder(holderFile)}. Stop it, or use another --data folder.`,
      cause,
    )
  }
  // Of another user it could not be written, only removed.
  rmSync(holderFile, { force: true })
  writeFileSync(holderFile, `process ${process.pid}, started ${new Date().toISOString()}`)
  return {
    release() {
      rmSync(holderFile, { force: true })
      lock.close()
    },
  }
}

/** Whether a server, or whoever else took the lock, runs on a data folder. */
export function isDataFolderLocked(dataDir: string): boolean {
  const path = join(dataDir, LOCK_FILE)
  if (!existsSync(path)) return false
  const lock = new BunSqlite(path)
  try {
    lock.run("begin immediate")
    lock.run("rollback")
    return false
  } catch {
    return true
  } finally {
    lock.close()
  }
}

function holder(file: string): string {
  try {
    return readFileSync(file, "utf8") || "another process"
  } catch {
    // It has just started, or is about to end.
    return "another process"
  }
}
