import type { Config } from "../src/config/schema.ts"
import { configuredLocation } from "../src/storage/configured-location.ts"
import { type Database, openDatabase } from "../src/storage/database.ts"
import { requireDatabase } from "../src/storage/database-there.ts"
import { requireNoServerInTheWay } from "../src/storage/server-in-the-way.ts"

/** Opens the database that the configuration names for as long as `use` takes. Works beside a running server. */
export async function withDatabase<T>(config: Config, use: (database: Database) => Promise<T>): Promise<T> {
  requireDatabase(configuredLocation(config))
  return withNewDatabase(config, use)
}

/** The same for what may be the first that is ever done: where there is no database it is made. */
export async function withNewDatabase<T>(
  config: Config,
  use: (database: Database) => Promise<T>,
): Promise<T> {
  const location = configuredLocation(config)
  await requireNoServerInTheWay(location)
  const database = await openDatabase(location)
  try {
    return await use(database)
  } finally {
    await database.close()
  }
}
