import { sql } from "kysely"
import type { Abandoned } from "../../core/routing/together.ts"
import { conversationOf } from "../conversations/rows.ts"
import type { Db } from "../database.ts"

/** What lies farther ahead was said by a clock that has been put back since; other servers' are a little off. */
const CLOCKS_MS = 60_000

/** How long agents who have gone may take to come back, and what time it is. */
interface Grace {
  graceSeconds: number
  at: number
}

/**
 * Conversations whose agents are disabled, or have had no client for the grace time. Whoever is given one, or answers in one,
 * while no client of theirs is there, has as much time from then on.
 */
export async function abandonedConversations(
  db: Db,
  partnerId: string,
  grace: Grace,
  limit: number,
): Promise<Abandoned[]> {
  const rows = await abandonedQuery(db, grace)
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

export function abandonedQuery(db: Db, { graceSeconds, at }: Grace) {
  const isLongAgo = (time: "agent.gone_at" | "conversation.assigned_at" | "conversation.last_message_at") =>
    sql<boolean>`(coalesce(${sql.ref(time)}, 0) <= ${at - graceSeconds * 1000} or ${sql.ref(time)} > ${at + CLOCKS_MS})`
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
          isLongAgo("agent.gone_at"),
          isLongAgo("conversation.assigned_at"),
          eb.or([
            eb("conversation.last_from", "is", null),
            eb("conversation.last_from", "!=", "agent"),
            isLongAgo("conversation.last_message_at"),
          ]),
        ]),
      ]),
    )
}
