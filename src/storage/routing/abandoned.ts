import { sql } from "kysely"
import type { Abandoned } from "../../core/routing/together.ts"
import { conversationOf } from "../conversations/rows.ts"
import type { Db } from "../database.ts"
import { connected } from "./agent-states.ts"

/**
 * Conversations whose agents are disabled, or have no client since `before`. Whoever is given one, or answers in one, while
 * no client of theirs is there, has as much time from then on.
 */
export async function abandonedConversations(
  db: Db,
  partnerId: string,
  before: number,
  at: number,
  limit: number,
): Promise<Abandoned[]> {
  const rows = await abandonedQuery(db, before, at)
    .where("agent.partner_id", "=", partnerId)
    .selectAll("conversation")
    .select("agent.disabled_at")
    .orderBy("conversation.id")
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    conversation: conversationOf(row),
    cause: row.disabled_at === null ? "gone" : "disabled",
  }))
}

export function abandonedQuery(db: Db, before: number, at: number) {
  return db
    .selectFrom("agent")
    .innerJoin("conversation", (join) =>
      join
        .onRef("conversation.partner_id", "=", "agent.partner_id")
        .onRef("conversation.agent_id", "=", "agent.number")
        .on("conversation.status", "=", sql.lit("active"))
        .on("conversation.handler", "=", sql.lit("person")),
    )
    .where((eb) =>
      eb.or([
        eb("agent.disabled_at", "is not", null),
        eb.and([
          eb.not(connected(at)),
          eb(sql`coalesce(agent.gone_at, 0)`, "<=", before),
          eb(sql`coalesce(conversation.assigned_at, 0)`, "<=", before),
          eb.or([
            eb("conversation.last_from", "is", null),
            eb("conversation.last_from", "!=", "agent"),
            eb("conversation.last_message_at", "<=", before),
          ]),
        ]),
      ]),
    )
}
