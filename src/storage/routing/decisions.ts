import type { RouteDecision, RouteKind, RouteReason } from "../../core/routing/decision.ts"
import type { Db } from "../database.ts"

/** Rows of one statement: SQLite takes some 32,000 values. */
const MOST_ROWS = 500

export async function insertDecisions(trx: Db, decisions: readonly RouteDecision[]): Promise<void> {
  for (let i = 0; i < decisions.length; i += MOST_ROWS) {
    const rows = decisions
      .slice(i, i + MOST_ROWS)
      .map(({ conversationId, seq, at, kind, agentNumber, reason }) => ({
        conversation_id: conversationId,
        seq,
        at,
        kind,
        agent_number: agentNumber ?? null,
        reason: JSON.stringify(reason),
      }))
    await trx.insertInto("route_decision").values(rows).execute()
  }
}

/** A conversation's newest decisions, in order. */
export async function routeDecisions(
  db: Db,
  conversationId: number,
  limit: number,
): Promise<RouteDecision[]> {
  const rows = await db
    .selectFrom("route_decision")
    .selectAll()
    .where("conversation_id", "=", conversationId)
    .orderBy("seq", "desc")
    .limit(limit)
    .execute()
  return rows.reverse().map((row) => ({
    conversationId,
    seq: row.seq,
    at: row.at,
    kind: row.kind as RouteKind,
    agentNumber: row.agent_number ?? undefined,
    reason: JSON.parse(row.reason),
  }))
}

/** Who put conversations that wait into the queue, by conversation, where an agent did. */
export async function givenAway(
  db: Db,
  conversationIds: readonly number[],
): Promise<ReadonlyMap<number, number>> {
  if (conversationIds.length === 0) return new Map()
  const rows = await db
    .selectFrom("route_decision")
    .select(["conversation_id", "reason"])
    .where("conversation_id", "in", conversationIds)
    .where("kind", "=", "transferred")
    .where("agent_number", "is", null)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom("route_decision as later")
            .select("later.id")
            .whereRef("later.conversation_id", "=", "route_decision.conversation_id")
            .whereRef("later.seq", ">", "route_decision.seq")
            .where("later.kind", "!=", "prioritised"),
        ),
      ),
    )
    .execute()
  return new Map(
    rows.flatMap(({ conversation_id, reason }) => {
      const { by }: RouteReason = JSON.parse(reason)
      return by.number === undefined ? [] : [[conversation_id, by.number] as const]
    }),
  )
}
