import type { ConversationEvent } from "../../core/conversations/conversation.ts"
import type { RouteDecision, RouteKind } from "../../core/routing/decision.ts"
import { eventOf } from "../conversations/rows.ts"
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

/** A conversation's newest changes of status, in order. */
export async function statusEvents(
  db: Db,
  conversationId: number,
  limit: number,
): Promise<ConversationEvent[]> {
  const rows = await db
    .selectFrom("conversation_event")
    .selectAll()
    .where("conversation_id", "=", conversationId)
    .where("type", "=", "status")
    .orderBy("seq", "desc")
    .limit(limit)
    .execute()
  return rows.reverse().map(eventOf)
}
