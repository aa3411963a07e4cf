import { PostgresDialect } from "kysely"
import { Client, Pool, types } from "pg"
import { type QueryLimit, withStorableParameters } from "./storable-pool.ts"

const INT8 = 20
const NUMERIC = 1700

/**
 * Kysely over `pg`; 64-bit integers come as numbers, as they do from SQLite (ours stay below 2^53).
 *
 * @param limit how long a query may be without an answer, as it stands when the query is made
 */
export function postgresDialect(url: string, limit: QueryLimit): PostgresDialect {
  const pool = new Pool({
    Client: ClosedOnFailure,
    connectionString: url,
    max: 8,
    connectionTimeoutMillis: 5_000,
    // A host that went away without a word is noticed while nobody asks it anything.
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    types: {
      getTypeParser: (oid: number, format?: "text" | "binary") =>
        oid === INT8 || oid === NUMERIC ? Number : types.getTypeParser(oid, format),
    },
  })
  // A connection that breaks is replaced at the next query, and a query at work fails by itself. Unheard, the events
  // would end the process: the pool's tells of idle connections, the client's of those in use.
  pool.on("error", () => {})
  pool.on("connect", (client) => client.on("error", () => {}))
  return new PostgresDialect({ pool: withStorableParameters(pool, limit) })
}

type Connected = ((error: Error) => void) | ((error: null, client: Client) => void)

/** The pool forgets a client that could not sign in, and leaves its connection open: the process would not end. */
class ClosedOnFailure extends Client {
  override connect(): Promise<Client>
  override connect(callback: Connected): void
  override connect(callback?: Connected) {
    if (!callback) return super.connect()
    const told = callback as (error: Error | null, client: Client) => void
    return super.connect((error: Error | null) => {
      if (error) void this.end().catch(() => {})
      told(error, this)
    })
  }
}
