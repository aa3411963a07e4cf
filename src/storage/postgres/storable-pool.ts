import type { PostgresPool, PostgresPoolClient } from "kysely"
import type { Pool, PoolClient } from "pg"
import { storableParameter } from "../storable-parameter.ts"
import { unavailableOr } from "../unavailable.ts"

/** How long a query may be without an answer; undefined: as long as it takes. */
export interface QueryLimit {
  ms: number | undefined
}

/** What `pg` says of a query that was not answered in time. */
const UNANSWERED = "Query read timeout"

/** The pool as Kysely sees it, each text made one that Postgres accepts. */
export function withStorableParameters(pool: Pool, limit: QueryLimit): PostgresPool {
  const views = new WeakMap<PoolClient, PostgresPoolClient>()
  return {
    connect: async () => {
      const client = await pool.connect().catch(refused)
      // One view a client: Kysely keeps its own record by identity.
      const view = views.get(client) ?? viewOf(client, limit)
      views.set(client, view)
      return view
    },
    end: () => pool.end(),
  }
}

function refused(fault: unknown): never {
  throw unavailableOr(fault)
}

/** A connection that has left a query without an answer is asked nothing more and thrown away: it may never answer. */
function viewOf(client: PoolClient, limit: QueryLimit): PostgresPoolClient {
  let silent: Error | undefined
  const query = async (text: string, parameters: readonly unknown[]) => {
    if (silent) return refused(silent)
    const values = parameters.map(storableParameter)
    try {
      return await client.query({ text, values, ...(limit.ms && { query_timeout: limit.ms }) })
    } catch (fault) {
      if (fault instanceof Error && fault.message === UNANSWERED) silent = fault
      return refused(fault)
    }
  }
  // Kysely's second signature is for cursors, which it is not given.
  return {
    query: query as unknown as PostgresPoolClient["query"],
    release: () => client.release(silent),
  }
}
