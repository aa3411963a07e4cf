import { sql } from "kysely"
import type { Database, Db } from "../database.ts"
import { leaseIsOver } from "../repositories/lease-ends.ts"
import { withRetries } from "./retries.ts"

/** A server vouches for an agent's clients until `leaseUntil`. */
export interface Lease {
  serverId: string
  leaseUntil: number
}

/** Says that these agents have clients at this server; who was gone is back. */
export function vouch(database: Database, agentIds: readonly number[], lease: Lease): Promise<void> {
  return inTransaction(database, agentIds, async (trx, ids) => {
    if (ids.length === 0) return
    await trx
      .insertInto("agent_connection")
      .values(
        ids.map((agentId) => ({
          server_id: lease.serverId,
          agent_id: agentId,
          lease_until: lease.leaseUntil,
        })),
      )
      .onConflict((conflict) =>
        conflict.columns(["server_id", "agent_id"]).doUpdateSet({ lease_until: lease.leaseUntil }),
      )
      .execute()
    await trx
      .updateTable("agent")
      .set({ gone_at: null })
      .where("id", "in", [...ids])
      .where("gone_at", "is not", null)
      .execute()
  })
}

/** Takes it back; where no other server vouches for them either, they are gone from now on. */
export function takeBack(
  database: Database,
  agentIds: readonly number[],
  serverId: string,
  at: number,
): Promise<void> {
  return inTransaction(database, agentIds, async (trx) => {
    await trx
      .deleteFrom("agent_connection")
      .where("server_id", "=", serverId)
      .where("agent_id", "in", [...agentIds])
      .execute()
    await goneWhereUnconnected(trx, agentIds, at)
  })
}

/**
 * Removes what nobody stands for any more: other servers' leases that have run out, and all of them where there is no other.
 * A server that was held up removes none of its own: it vouches again.
 *
 * @param isSole whether there can be no other server
 * @returns whose agents they were
 */
export async function removeDeadLeases(
  database: Database,
  serverId: string,
  isSole: boolean,
  at: number,
  leaseMs: number,
): Promise<readonly string[]> {
  const isOver = isSole ? sql`1 = 1` : leaseIsOver(at, leaseMs)
  const isDead = sql<boolean>`(server_id <> ${serverId} and ${isOver})`
  const dead = await database.db.selectFrom("agent_connection").select("agent_id").where(isDead).execute()
  if (dead.length === 0) return []
  const ids = [...new Set(dead.map((row) => row.agent_id))]
  return inTransaction(database, ids, async (trx) => {
    await trx.deleteFrom("agent_connection").where("agent_id", "in", ids).where(isDead).execute()
    await goneWhereUnconnected(trx, ids, at)
    const rows = await trx
      .selectFrom("agent")
      .select("partner_id")
      .distinct()
      .where("id", "in", ids)
      .execute()
    return rows.map((row) => row.partner_id)
  })
}

/**
 * For the start of a server: where nobody was there to be connected to, nobody could come back either, and the grace time
 * of those who were gone begins anew.
 */
export async function renewGrace({ db }: Database, at: number): Promise<void> {
  await db
    .updateTable("agent")
    .set({ gone_at: at })
    .where("gone_at", "is not", null)
    .where(sql<boolean>`not exists (select 1 from agent_connection where lease_until > ${at})`)
    .execute()
}

async function goneWhereUnconnected(trx: Db, agentIds: readonly number[], at: number): Promise<void> {
  await trx
    .updateTable("agent")
    .set({ gone_at: at })
    .where("id", "in", [...agentIds])
    .where(
      sql<boolean>`not exists (select 1 from agent_connection where agent_connection.agent_id = agent.id and lease_until > ${at})`,
    )
    .execute()
}

/** Holds the agents first, in one order: two servers that speak of the same agent do so one after the other. */
function inTransaction<T>(
  { db, dialect }: Database,
  agentIds: readonly number[],
  work: (trx: Db, ids: readonly number[]) => Promise<T>,
): Promise<T> {
  return withRetries(() =>
    db.transaction().execute(async (trx) => {
      let held = trx
        .selectFrom("agent")
        .select("id")
        .where("id", "in", [...agentIds])
        .orderBy("id")
      if (dialect === "postgres") held = held.forNoKeyUpdate()
      // One whose partner was removed is not there any more.
      const there = await held.execute()
      return work(
        trx,
        there.map(({ id }) => id),
      )
    }),
  )
}
