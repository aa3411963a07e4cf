import type { DayEvent, TodayPorts } from "../../core/today/show-today.ts"
import { eventOf } from "../conversations/rows.ts"
import type { Db } from "../database.ts"

/** Events that are read at once: on SQLite nobody else is served meanwhile. */
const PAGE = 1_000
/** Ids rise with time but for the clocks of several servers and batches that wait for each other. */
const CLOCKS_MS = 60_000

export function todayPorts(db: Db): TodayPorts {
  return {
    eventsSince: (partnerId, since) => eventsSince(db, partnerId, since.getTime()),
    async conversationsSince(partnerId, since) {
      const row = await db
        .selectFrom("conversation")
        .select((eb) => eb.fn.countAll<number>().as("n"))
        .where("partner_id", "=", partnerId)
        .where("created_at", ">=", since.getTime())
        .where("number", ">", await lastBefore(db, partnerId, since.getTime() - CLOCKS_MS))
        .executeTakeFirstOrThrow()
      return row.n
    },
    async openNow(partnerId) {
      const { n } = await db
        .selectFrom("conversation")
        .select((eb) => eb.fn.countAll<number>().as("n"))
        .where("partner_id", "=", partnerId)
        .where("status", "=", "waiting")
        .where("handler", "=", "person")
        .executeTakeFirstOrThrow()
      const rows = await db
        .selectFrom("conversation")
        .select("agent_id")
        .select((eb) => eb.fn.countAll<number>().as("n"))
        .where("partner_id", "=", partnerId)
        .where("status", "=", "active")
        .where("handler", "=", "person")
        .groupBy("agent_id")
        .execute()
      return { waiting: n, ofAgents: new Map(rows.map((row) => [row.agent_id ?? 0, row.n])) }
    },
    async agents(partnerId) {
      const rows = await db
        .selectFrom("agent")
        .select(["number", "name", "disabled_at"])
        .where("partner_id", "=", partnerId)
        .orderBy("number")
        .execute()
      return rows.map(({ number, name, disabled_at }) => ({ number, name, disabled: disabled_at !== null }))
    },
    now: () => new Date(),
  }
}

/** Number of the newest of a partner's conversations that is older; they are numbered as they begin. */
async function lastBefore(db: Db, partnerId: string, at: number): Promise<number> {
  const row = await db
    .selectFrom("conversation")
    .select("number")
    .where("partner_id", "=", partnerId)
    .where("created_at", "<", at)
    .orderBy("number", "desc")
    .limit(1)
    .executeTakeFirst()
  return row?.number ?? 0
}

async function* eventsSince(db: Db, partnerId: string, since: number): AsyncGenerator<readonly DayEvent[]> {
  // Events have no index by time: their ids serve.
  let after = (await firstIdSince(db, since - CLOCKS_MS)) - 1
  for (;;) {
    const page = await db
      .selectFrom("event")
      .select("id")
      .where("id", ">", after)
      .orderBy("id")
      .limit(PAGE)
      .execute()
    const last = page.at(-1)?.id
    if (last === undefined) return
    const rows = await db
      .selectFrom("event")
      .innerJoin("conversation", "conversation.id", "event.conversation_id")
      .selectAll("event")
      .where("event.id", ">", after)
      .where("event.id", "<=", last)
      .where("event.at", ">=", since)
      .where("event.type", "in", ["message", "status"])
      .where("conversation.partner_id", "=", partnerId)
      .orderBy("event.id")
      .execute()
    yield rows.map(eventOf)
    if (page.length < PAGE) return
    after = last
    // Whoever came meanwhile is served first.
    await new Promise((resolve) => setImmediate(resolve))
  }
}

/** The first event that is not older, by halving. */
async function firstIdSince(db: Db, since: number): Promise<number> {
  const newest = await db
    .selectFrom("event")
    .select((eb) => eb.fn.max("id").as("id"))
    .executeTakeFirst()
  let [low, high] = [1, (newest?.id ?? 0) + 1]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const row = await db
      .selectFrom("event")
      .select(["id", "at"])
      .where("id", ">=", middle)
      .orderBy("id")
      .limit(1)
      .executeTakeFirst()
    if (row && row.at < since) low = row.id + 1
    else high = middle
  }
  return low
}
