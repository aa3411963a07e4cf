import { sql } from "kysely"
import type { Db } from "../database.ts"
import { abandonedQuery } from "./abandoned.ts"
import { openCount, thereQuery } from "./agent-states.ts"

/** Partners of whose conversations some wait for a person, or have one. */
export async function partnersWithPeople(db: Db): Promise<string[]> {
  const some = (status: "waiting" | "active") =>
    db
      .selectFrom("conversation")
      .select("partner_id")
      .where("status", "=", sql.lit(status))
      .where("handler", "=", sql.lit("person"))
  const rows = await some("waiting").union(some("active")).execute()
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
    const room = await thereQuery(db, partnerId, at)
      .where(openCount, "<", (eb) => eb.ref("agent.capacity"))
      .select("agent.id")
      .limit(1)
      .executeTakeFirst()
    if (room) return true
  }
  const abandoned = await abandonedQuery(db, at - graceSeconds * 1000)
    .where("agent.partner_id", "=", partnerId)
    .select("conversation.id")
    .limit(1)
    .executeTakeFirst()
  return abandoned !== undefined
}
