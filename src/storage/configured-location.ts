import type { Config } from "../config/schema.ts"
import type { DatabaseLocation } from "./database.ts"

/** Where the configuration says that the data is. */
export function configuredLocation({ data, database_url }: Config): DatabaseLocation {
  return { dataDir: data, ...(database_url && { url: database_url }) }
}
