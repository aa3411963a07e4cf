import type { PostgresPool, PostgresPoolClient } from "kysely"
import type { Pool, PoolClient } from "pg"
import { storableParameter } from "../storable-parameter.ts"
import { unavailableOr } from "../unavailable.ts"

/** The pool as Kysely sees it, each text made one that Postgres accepts. */
export function withStorableParameters(pool: Pool): PostgresPool {
  const views = new WeakMap<PoolClient, PostgresPoolClient>()
  return {
    connect: async () => {
      const client = await pool.connect().catch(refused)
      // One view a client: Kysely keeps its own record by identity.
      const view = views.get(client) ?? viewOf(client)
      views.set(client, view)
      return view
    },
    end: () => pool.end(),
  }
}

function refused(fault: unknown): never {
  throw unavailableOr(fault)
}

function viewOf(client: PoolClient): PostgresPoolClient {
  const query = (sql: string, parameters: readonly unknown[]) =>
    client.query(sql, parameters.map(storableParameter)).catch(refused)
  // Kysely's second signature is for cursors, which it is not given.
  return { query: query as unknown as PostgresPoolClient["query"], release: () => client.release() }
}
