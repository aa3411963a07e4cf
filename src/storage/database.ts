import type { Database as BunSqlite } from "bun:sqlite"
import { randomUUID } from "node:crypto"
import { type Dialect, Kysely, type MigrationResult, sql } from "kysely"
import { ChatdError } from "../core/errors.ts"
import { HotConversations } from "./conversations/hot-conversations.ts"
import { UnplacedEvents } from "./conversations/unplaced-events.ts"
import { READ_ONLY } from "./fault-code.ts"
import { migrate } from "./migrate.ts"
import type { QueryLimit } from "./postgres/storable-pool.ts"
import type { Schema } from "./schema.ts"
import type { EncryptionKeys } from "./sealing/encryption-key.ts"
import { requireKeys } from "./sealing/key-registry.ts"
import { Sealing } from "./sealing/sealing.ts"
import { SealingPlugin } from "./sealing/sealing-plugin.ts"
import { PATIENCE_MS } from "./sqlite/busy.ts"
import { openSqlite } from "./sqlite/open-sqlite.ts"
import { BunSqliteDialect } from "./sqlite/sqlite-dialect.ts"
import { SqliteLock } from "./sqlite/sqlite-lock.ts"

export type Db = Kysely<Schema>

const UNKNOWN_AUTHORITY = /^(UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_)/
const KNOWN_AUTHORITY =
  "Name the authority that signed its certificate: …?sslmode=verify-full&sslrootcert=/path/to/ca.crt"

export interface Database {
  /** Tells what was written through it from what others write. */
  id: string
  db: Db
  dialect: "sqlite" | "postgres"
  /** The connection below Kysely, for what is asked thousands of times a second; undefined on Postgres. */
  sqlite: DirectSqlite | undefined
  /** Undefined where nothing is sealed. Kysely's queries have it by themselves; what goes below or beside them asks it. */
  sealing: Sealing | undefined
  /** @throws if the database does not answer, or takes no writes */
  ping(): Promise<void>
  /**
   * From here on a query without an answer fails after so long, and its connection is given up: a host that went away
   * without a word would hold it for good. Postgres only, where a query goes over a network.
   */
  limitQueries(ms: number): void
  close(): Promise<void>
}

export interface DirectSqlite {
  handle: BunSqlite
  /** Kysely's transactions take it as well. */
  lock: SqliteLock
  /** Conversations as whoever writes them remembers them; only to be touched while the lock is held. */
  hot: HotConversations
  /** Events that a reader does not find in their places yet. */
  unplaced: UnplacedEvents
  /** How long a write waits for another process. */
  patienceMs: number
  sealing: Sealing | undefined
}

export interface DatabaseLocation {
  dataDir: string
  /** Postgres; undefined: SQLite in the data folder. */
  url?: string
  /** What texts are sealed with; undefined: they are not. */
  keys?: EncryptionKeys
}

/** The same place, read and written as it stands there: what is sealed stays so. */
export function asItStands({ keys: _, ...location }: DatabaseLocation): DatabaseLocation {
  return location
}

/**
 * Opens the database as it is, without migrating it.
 *
 * @param patienceMs how long a write waits for another process, on SQLite
 * @throws {ChatdError} `unavailable` when it cannot be reached
 */
export async function connect(
  { dataDir, url, keys }: DatabaseLocation,
  patienceMs: number = PATIENCE_MS.command,
): Promise<Database> {
  const dialect = url ? "postgres" : "sqlite"
  const sealing = keys && new Sealing(keys)
  const sqlite = url
    ? undefined
    : {
        handle: openSqlite(dataDir),
        lock: new SqliteLock(),
        hot: new HotConversations(),
        unplaced: new UnplacedEvents(),
        patienceMs,
        sealing,
      }
  const queryLimit: QueryLimit = { ms: undefined }
  const db = new Kysely<Schema>({
    dialect: sqlite ? new BunSqliteDialect(sqlite) : await postgresDialectOf(url ?? "", queryLimit),
    plugins: sealing ? [new SealingPlugin(sealing)] : [],
  })
  try {
    await sql`select 1`.execute(db)
  } catch (fault) {
    await db.destroy()
    const cause = fault instanceof ChatdError ? fault.cause : fault
    const { message, code = "" } = cause as Error & { code?: string }
    const remedy = UNKNOWN_AUTHORITY.test(code) ? `. ${KNOWN_AUTHORITY}` : ""
    throw new ChatdError("unavailable", `The database cannot be reached: ${message}${remedy}`, { cause })
  }
  return {
    id: randomUUID(),
    db,
    dialect,
    sqlite,
    sealing,
    ping: () => (url ? requireWritable(db) : sql`select 1`.execute(db).then(() => {})),
    limitQueries: (ms) => {
      queryLimit.ms = ms
    },
    close: () => db.destroy(),
  }
}

async function requireWritable(db: Db): Promise<void> {
  const { rows } = await sql<{ readOnly: string }>`
    select current_setting('transaction_read_only') as "readOnly"`.execute(db)
  if (rows[0]?.readOnly === "on") throw new ChatdError("unavailable", READ_ONLY)
}

/** Loaded where it is used: its driver takes milliseconds of every start. */
async function postgresDialectOf(url: string, limit: QueryLimit): Promise<Dialect> {
  const { postgresDialect } = await import("./postgres/postgres-dialect.ts")
  return postgresDialect(url, limit)
}

/**
 * Opens the database with its tables at this binary's version.
 *
 * @param newKeys whether texts may be sealed from here on with a key that none were sealed with before
 * @param onMigrated told of the migrations that ran, where any did
 * @throws {ChatdError} `invalid_input` where texts are sealed with a key that is not given
 */
export async function openDatabase(
  location: DatabaseLocation,
  patienceMs?: number,
  newKeys: "allowed" | "refused" = "refused",
  onMigrated: (ran: readonly MigrationResult[]) => void = () => {},
): Promise<Database> {
  const database = await connect(location, patienceMs)
  try {
    const ran = await migrate(database)
    if (ran.length > 0) onMigrated(ran)
    await requireKeys(database, newKeys)
  } catch (error) {
    await database.close()
    throw error
  }
  return database
}
