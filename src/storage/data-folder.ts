import { mkdirSync, statfsSync } from "node:fs"
import { resolve } from "node:path"
import { ChatdError } from "../core/errors.ts"

/** In the data folder. */
export const DATABASE_FILE = "chatd.db"

/** What the system and SQLite say of a place that may not be written, or is no folder. */
const NOT_WRITABLE = /^(E(ACCES|PERM|ROFS|EXIST|NOTDIR)|SQLITE_(READONLY|CANTOPEN))/

/**
 * Makes the data folder if need be; nobody else on the machine may read it.
 *
 * @throws {ChatdError} `invalid_input` where it cannot be written
 */
export function makeDataFolder(dataDir: string): void {
  inDataFolder(dataDir, () => mkdirSync(dataDir, { recursive: true, mode: 0o700 }))
}

/**
 * Does something that writes there.
 *
 * @throws {ChatdError} `invalid_input` where it cannot be written, which is how chatd was started and no fault of it
 */
export function inDataFolder<T>(dataDir: string, work: () => T): T {
  try {
    return work()
  } catch (cause) {
    const { code, message } = cause as Error & { code?: string }
    if (!NOT_WRITABLE.test(code ?? "")) throw cause
    throw new ChatdError(
      "invalid_input",
      `${resolve(dataDir)} cannot be written (${message}). Give this user rights to it, or use --data.`,
      { cause },
    )
  }
}

/** Below this a write may fail at any moment: SQLite's log grows to 32 MB before it is taken up. */
const LITTLE_BYTES = 64 * 1024 * 1024

/** A sentence where the folder's disk is full or nearly so; undefined where there is room. */
export function lackOfSpace(dataDir: string): string | undefined {
  const { bavail, bsize } = statfsSync(dataDir)
  const free = bavail * bsize
  if (free >= LITTLE_BYTES) return undefined
  return `The disk of ${resolve(dataDir)} has ${Math.floor(free / 1024 / 1024)} MB left: make room, or what is said cannot be stored.`
}
