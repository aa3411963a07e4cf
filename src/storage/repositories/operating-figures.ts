import { sql } from "kysely"
import type { Db } from "../database.ts"
import { halfRemovedPartners } from "./partner-removal.ts"

/** How much of something there is. */
interface Count {
  n: number
}

/** What lies in the database just now, of all partners together. What is left of one that is being removed waits for nobody. */
export interface OperatingFigures {
  /** That are not closed. */
  conversations: (Count & { status: string; handler: string })[]
  /** That are not done. `oldest`: when the one that has been due longest became due. */
  jobs: (Count & { kind: string; state: string; oldest: number | null })[]
  /** That have not been taken. */
  deliveries: (Count & { state: string })[]
  webhooks: (Count & { status: string })[]
}

/** Counts what operators watch; each by an index over what is open. */
export async function operatingFigures(db: Db): Promise<OperatingFigures> {
  const removed = (await halfRemovedPartners(db)).map(({ id }) => id)
  const isAnyRemoved = removed.length > 0
  const [conversations, jobs, deliveries, webhooks] = await Promise.all([
    db
      .selectFrom("conversation")
      .select((eb) => ["status", "handler", eb.fn.countAll<number>().as("n")])
      .where(sql<boolean>`status != 'closed'`)
      .$if(isAnyRemoved, (query) => query.where("partner_id", "not in", removed))
      .groupBy(["status", "handler"])
      .execute(),
    db
      .selectFrom("outbox")
      .select((eb) => ["kind", "state", eb.fn.countAll<number>().as("n")])
      .select(sql<number | null>`min(case when state = 'pending' then next_at end)`.as("oldest"))
      .where("state", "in", ["pending", "running", "dead"])
      .groupBy(["kind", "state"])
      .execute(),
    db
      .selectFrom("webhook_delivery")
      .select((eb) => ["state", eb.fn.countAll<number>().as("n")])
      .where(sql<boolean>`state in ('due', 'behind')`)
      .$if(isAnyRemoved, (query) =>
        query.where("endpoint_id", "not in", (eb) =>
          eb.selectFrom("webhook_endpoint").select("id").where("partner_id", "in", removed),
        ),
      )
      .groupBy("state")
      .execute(),
    db
      .selectFrom("webhook_endpoint")
      .select((eb) => ["status", eb.fn.countAll<number>().as("n")])
      .$if(isAnyRemoved, (query) => query.where("partner_id", "not in", removed))
      .groupBy("status")
      .execute(),
  ])
  return { conversations, jobs, deliveries, webhooks }
}
