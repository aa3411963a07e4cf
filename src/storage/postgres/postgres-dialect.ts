import { PostgresDialect } from "kysely"
import { Pool, types } from "pg"
import { withStorableParameters } from "./storable-pool.ts"

const INT8 = 20
const NUMERIC = 1700

/** Kysely over `pg`; 64-bit integers come as numbers, as they do from SQLite (ours stay below 2^53). */
export function postgresDialect(url: string): PostgresDialect {
  const pool = new Pool({
    connectionString: url,
    max: 8,
    connectionTimeoutMillis: 5_000,
    types: {
      getTypeParser: (oid: number, format?: "text" | "binary") =>
        oid === INT8 || oid === NUMERIC ? Number : types.getTypeParser(oid, format),
    },
  })
  // A connection that breaks is replaced at the next query, and a query at work fails by itself. Unheard, the events
  // would end the process: the pool's tells of idle connections, the client's of those in use.
  pool.on("error", () => {})
  pool.on("connect", (client) => client.on("error", () => {}))
  return new PostgresDialect({ pool: withStorableParameters(pool) })
}
