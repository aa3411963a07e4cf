import { statSync } from "node:fs"
import { resolve } from "node:path"
import { DatabaseLost } from "./database-lost.ts"

const LOOK_MS = 1_000

export interface WatchedFile {
  /** Resolves with what to say once the file is no longer the one that was opened. */
  lost: Promise<DatabaseLost>
  stop(): void
}

/**
 * Looks whether a database's file is still the one that is open. Who has it open writes on into a file that was deleted
 * or replaced, without an error, and nobody ever reads that again.
 *
 * @param path of a file that is open
 */
export function watchDatabaseFile(path: string): WatchedFile {
  const opened = inodeOf(path)
  const { promise: lost, resolve: lose } = Promise.withResolvers<DatabaseLost>()
  const timer = setInterval(() => {
    if (!isLost(path, opened)) return
    clearInterval(timer)
    lose(
      new DatabaseLost(
        `${resolve(path)} was deleted or replaced while the server ran: what is said from now on would be lost. Put the data folder back, or restore a backup.`,
      ),
    )
  }, LOOK_MS)
  timer.unref()
  return { lost, stop: () => clearInterval(timer) }
}

function isLost(path: string, opened: bigint | undefined): boolean {
  try {
    return inodeOf(path) !== opened
  } catch {
    // A disk that fails for a moment has not lost the file.
    return false
  }
}

/** Undefined where there is no such file. */
function inodeOf(path: string): bigint | undefined {
  return statSync(path, { throwIfNoEntry: false, bigint: true })?.ino
}
