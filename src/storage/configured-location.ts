import type { Config } from "../config/schema.ts"
import type { DatabaseLocation } from "./database.ts"
import { encryptionKeys } from "./sealing/encryption-key.ts"

/**
 * Where the configuration says that the data is, and what it is sealed with.
 *
 * @throws {ChatdError} `invalid_input` for what is no key
 */
export function configuredLocation({ data, database_url, encryption }: Config): DatabaseLocation {
  const keys = encryptionKeys(encryption.key, encryption.old_keys)
  return { dataDir: data, ...(database_url && { url: database_url }), ...(keys && { keys }) }
}
