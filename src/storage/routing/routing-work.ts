import { sql } from "kysely"
import type { Db } from "../database.ts"
import { abandonedQuery } from "./abandoned.ts"
import { openCount, thereQuery } from "./agent-states.ts"

/**
 * Partners with something to look at: some wait while somebody has room, or have an agent who is not there, which may be
 * abandoned by now.
 */
export async function partnersToLookAt(db: Db, at: number): Promise<string[]> {
  const served = thereQuery(db, at)
    .where(openCount, "<", (eb) => eb.ref("agent.capacity"))
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom("conversation")
          .select("conversation.id")
          .whereRef("conversation.partner_id", "=", "agent.partner_id")
          .where("conversation.status", "=", sql.lit("waiting"))
          .where("conversation.handler", "=", sql.lit("person")),
      ),
    )
    .select("agent.partner_id")
  const left = abandonedQuery(db, { graceSeconds: 0, at }).select("agent.partner_id")
  const rows = await served.union(left).execute()
  return rows.map((row) => row.partner_id)
}

/** Whether a routing transaction would find anything to do; asked without one. */
export async function hasRoutingWork(
  db: Db,
  partnerId: string,
  { graceSeconds, at }: { graceSeconds: number; at: number },
): Promise<boolean> {
  const waits = await db
    .selectFrom("conversation")
    .select("id")
    .where("partner_id", "=", partnerId)
    .where("status", "=", sql.lit("waiting"))
    .where("handler", "=", sql.lit("person"))
    .limit(1)
    .executeTakeFirst()
  if (waits) {
    const room = await thereQuery(db, at)
      .where("agent.partner_id", "=", partnerId)
      .where(openCount, "<", (eb) => eb.ref("agent.capacity"))
      .select("agent.id")
      .limit(1)
      .executeTakeFirst()
    if (room) return true
  }
  const abandoned = await abandonedQuery(db, { graceSeconds, at })
    .where("agent.partner_id", "=", partnerId)
    .select("conversation.id")
    .limit(1)
    .executeTakeFirst()
  return abandoned !== undefined
}
