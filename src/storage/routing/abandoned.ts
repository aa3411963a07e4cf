import { sql } from "kysely"
import type { Abandoned } from "../../core/routing/together.ts"
import { conversationOf } from "../conversations/rows.ts"
import type { Db } from "../database.ts"

/**
 * Conversations whose agents are disabled, or have no client since `before`. Whoever is given one, or answers in one, while
 * no client of theirs is there, has as much time from then on.
 */
export async function abandonedConversations(
  db: Db,
  partnerId: string,
  before: number,
  limit: number,
): Promise<Abandoned[]> {
  const rows = await abandonedQuery(db, before)
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

export function abandonedQuery(db: Db, before: number) {
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
          // A lease that has run out and was not taken away yet may be renewed: its server is held up.
          sql<boolean>`not exists (select 1 from agent_connection where agent_connection.agent_id = agent.id)`,
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
