import { sql } from "kysely"
import type { Db } from "../database.ts"

/** How much of something there is. */
interface Count {
  n: number
}

/** What lies in the database just now, of all partners together. */
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
  const [conversations, jobs, deliveries, webhooks] = await Promise.all([
    db
      .selectFrom("conversation")
      .select((eb) => ["status", "handler", eb.fn.countAll<number>().as("n")])
      .where(sql<boolean>`status != 'closed'`)
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
      .groupBy("state")
      .execute(),
    db
      .selectFrom("webhook_endpoint")
      .select((eb) => ["status", eb.fn.countAll<number>().as("n")])
      .groupBy("status")
      .execute(),
  ])
  return { conversations, jobs, deliveries, webhooks }
}
