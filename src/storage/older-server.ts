import { ChatdError } from "../core/errors.ts"
import { asItStands, connect, type DatabaseLocation } from "./database.ts"
import { pendingMigrations } from "./migrate.ts"
import { runningServer } from "./running-server.ts"

/**
 * A server of an earlier version goes on with the tables that it knows: whoever migrated them beside it would break what
 * it writes. On Postgres nobody can tell who else works there.
 *
 * @throws {ChatdError} `conflict` where such a server runs on the data folder
 */
export async function requireNoOlderServer(location: DatabaseLocation): Promise<void> {
  const server = location.url ? undefined : runningServer(location.dataDir, true)
  if (!server) return
  const database = await connect(asItStands(location))
  try {
    if ((await pendingMigrations(database)).length === 0) return
  } finally {
    await database.close()
  }
  throw new ChatdError(
    "conflict",
    `The server on ${location.dataDir} (process ${server.pid}) is of an earlier version, and this chatd would change its tables. Restart it with this chatd first.`,
  )
}
