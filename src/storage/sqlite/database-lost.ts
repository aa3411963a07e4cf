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
  const folder = resolve(dataDir)
  const path = join(folder, DATABASE_FILE)
  // Before the file is looked for: whoever makes the first one at this moment leaves the same signs, after it.
  const left = leftIn(folder, `${path}-wal`)
  if (left.length > 0 && isMissing(path))
    throw new DatabaseLost(
      `${path} has gone. Put the file back, or a backup: chatd restore FILE --data ${inShell(folder)}. To begin with an empty one, remove what is left of it first: rm ${left.map(inShell).join(" ")}`,
    )
}

function leftIn(folder: string, log: string): string[] {
  return [...(isFilled(log) ? [log] : []), ...(servedHere(folder) ? [join(folder, SERVER_FILE)] : [])]
}

/** As it is typed, or copied: `rm my data` would remove something else. */
function inShell(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`
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
