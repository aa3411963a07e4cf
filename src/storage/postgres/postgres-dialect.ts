import { PostgresDialect } from "kysely"
import { Pool, types } from "pg"

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
  // An idle connection that breaks is replaced by the pool; unheard, its error would end the process.
  pool.on("error", () => {})
  return new PostgresDialect({ pool })
}
