import { randomBytes } from "node:crypto"
import { setTimeout as sleep } from "node:timers/promises"
import { sql } from "kysely"
import type { Db } from "../database.ts"

const WITHIN_MS = 5_000
const READ_MS = 250

/** What follows for who runs several servers where no news is passed. */
export const NO_NEWS =
  "a pooler in transaction mode is before Postgres: several servers, and commands beside them, are not heard. Let database_url name Postgres itself, or a pool in session mode"

/**
 * Whether who listens on a connection is told what is said on another one. A pooler that gives each transaction any connection
 * takes `LISTEN` and passes nothing on, and says so to nobody.
 *
 * @throws where Postgres does not answer
 */
export async function passesNews(url: string, db: Db): Promise<boolean> {
  const { default: pg } = await import("pg")
  const listener = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: WITHIN_MS,
    query_timeout: WITHIN_MS,
  })
  const channel = `chatd_echo_${randomBytes(8).toString("hex")}`
  const heard = new Promise<true>((resolve) => listener.on("notification", () => resolve(true)))
  const broken = Promise.withResolvers<never>()
  broken.promise.catch(() => {})
  listener.on("error", broken.reject)
  const asked = new AbortController()
  try {
    await listener.connect()
    await listener.query(`listen ${channel}`)
    await sql`select pg_notify(${channel}, '')`.execute(db)
    const { signal } = asked
    // What came while the process was busy is read between the two.
    const inVain = sleep(WITHIN_MS, undefined, { signal }).then(() => sleep(READ_MS, false, { signal }))
    return await Promise.race([heard, inVain, broken.promise])
  } finally {
    asked.abort()
    await listener.end().catch(() => {})
  }
}
