import { ChatdError } from "../core/errors.ts"
import { asItStands, connect, type DatabaseLocation } from "./database.ts"
import { pendingMigrations } from "./migrate.ts"
import { runningServer, serverOnPostgres } from "./running-server.ts"

/**
 * Looks whether the server of a data folder, if there is one, lets others work beside it.
 *
 * @throws {ChatdError} `conflict` where it is of an earlier version, or has its data elsewhere
 */
export async function requireNoServerInTheWay(location: DatabaseLocation): Promise<void> {
  requireSameDatabase(location)
  await requireNoOlderServer(location)
}

/**
 * What is written into a database that the server does not read would seem to be done: keys that open nothing, articles
 * that nobody finds.
 *
 * @throws {ChatdError} `conflict` where the folder's server is on Postgres and `location` is not
 */
export function requireSameDatabase({ dataDir, url }: DatabaseLocation): void {
  const server = url ? undefined : serverOnPostgres(dataDir)
  if (server)
    throw new ChatdError(
      "conflict",
      `The server on ${dataDir} (process ${server.pid}) has its data on Postgres. Give this command its database_url, too: CHATD_DATABASE_URL, or --database-url.`,
    )
}

/**
 * A server of an earlier version goes on with the tables that it knows: whoever migrated them beside it would break what
 * it writes. On Postgres nobody can tell who else works there.
 */
async function requireNoOlderServer(location: DatabaseLocation): Promise<void> {
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
