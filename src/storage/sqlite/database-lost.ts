import { type Stats, statSync } from "node:fs"
import { join, resolve } from "node:path"
import { ChatdError } from "../../core/errors.ts"
import { DATABASE_FILE } from "../data-folder.ts"
import { SERVER_FILE, servedHere } from "../running-server.ts"

/** The database that was in a folder has gone. Whoever made a new one there would hide it, and the next backups were of that. */
export class DatabaseLost extends ChatdError {
  constructor(message: string) {
    super("conflict", message)
  }
}

/**
 * Looks, before a database is made, whether one was there: a server that ended otherwise than by being stopped leaves where
 * it listened, and a database that was moved away alone leaves its log, which SQLite would empty.
 *
 * @throws {DatabaseLost} where the folder shows signs of one
 */
export function requireNoneLost(dataDir: string): void {
  const path = join(dataDir, DATABASE_FILE)
  // Before the file is looked for: whoever makes the first one at this moment leaves the same signs, after it.
  const left = leftIn(dataDir, `${path}-wal`)
  if (left.length > 0 && isMissing(path))
    throw new DatabaseLost(
      `${resolve(path)} has gone. Put the file back, or a backup: chatd restore FILE --data ${dataDir}. To begin with an empty one, remove what is left of it first: rm ${left.join(" ")}`,
    )
}

function leftIn(dataDir: string, log: string): string[] {
  return [...(isFilled(log) ? [log] : []), ...(servedHere(dataDir) ? [join(dataDir, SERVER_FILE)] : [])]
}

// What may not be looked at is for whoever opens it to tell.

function isFilled(path: string): boolean {
  return lookedAt(path, (stats) => (stats?.size ?? 0) > 0)
}

function isMissing(path: string): boolean {
  return lookedAt(path, (stats) => stats === undefined)
}

function lookedAt(path: string, holds: (stats: Stats | undefined) => boolean): boolean {
  try {
    return holds(statSync(path, { throwIfNoEntry: false }))
  } catch {
    return false
  }
}
