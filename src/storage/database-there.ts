import { statSync } from "node:fs"
import { join, resolve } from "node:path"
import { ChatdError } from "../core/errors.ts"
import { DATABASE_FILE } from "./data-folder.ts"
import type { DatabaseLocation } from "./database.ts"
import { requireNoneLost } from "./sqlite/database-lost.ts"

/** Whether there is a database; opening one that is not there makes it. On Postgres, which makes none by itself, true. */
export function isDatabaseThere({ dataDir, url }: DatabaseLocation): boolean {
  if (url) return true
  try {
    statSync(join(dataDir, DATABASE_FILE))
    return true
  } catch (error) {
    // What may not be looked at is for whoever opens it to tell.
    return (error as NodeJS.ErrnoException).code !== "ENOENT"
  }
}

/**
 * For what works on data that are there: an empty database, made where somebody mistyped, would answer that there is nothing.
 *
 * @throws {ChatdError} `not_found`
 * @throws {DatabaseLost} where one was there and has gone
 */
export function requireDatabase(location: DatabaseLocation): void {
  if (isDatabaseThere(location)) return
  requireNoneLost(location.dataDir)
  throw new ChatdError(
    "not_found",
    `There is no database in ${resolve(location.dataDir)}. Say where yours is with --data, or begin with a partner: chatd partner create --name Acme --domain acme.com`,
  )
}
