import { sql } from "kysely"
import type { DayEvent, TodayPorts } from "../../core/today/show-today.ts"
import { moreThanOpened } from "../conversations/more-than-opened.ts"
import { eventOf } from "../conversations/rows.ts"
import type { Db } from "../database.ts"
import { CLOCKS_MS, idsOfTime } from "../ids-by-time.ts"
import { lastOpenedBefore } from "../stats/conversation-records.ts"
import { listNamedAgents } from "./agents.ts"

export function todayPorts(db: Db): TodayPorts {
  return {
    eventsSince: (partnerId, since) => eventsSince(db, partnerId, since.getTime()),
    async conversationsSince(partnerId, since) {
      const row = await db
        .selectFrom("conversation")
        .select((eb) => eb.fn.countAll<number>().as("n"))
        .where("partner_id", "=", partnerId)
        .where("created_at", ">=", since.getTime())
        // Who opens the chat and goes has made none.
        .where(moreThanOpened)
        .where("number", ">", await lastOpenedBefore(db, partnerId, since.getTime() - CLOCKS_MS))
        .executeTakeFirstOrThrow()
      return row.n
    },
    async openNow(partnerId) {
      const { n } = await db
        .selectFrom("conversation")
        .select((eb) => eb.fn.countAll<number>().as("n"))
        .where("partner_id", "=", partnerId)
        // Written out, as the indexes for both have it.
        .where("status", "=", sql.lit("waiting"))
        .where("handler", "=", sql.lit("person"))
        .executeTakeFirstOrThrow()
      const rows = await db
        .selectFrom("conversation")
        .select("agent_id")
        .select((eb) => eb.fn.countAll<number>().as("n"))
        .where("partner_id", "=", partnerId)
        .where("status", "=", sql.lit("active"))
        .where("handler", "=", sql.lit("person"))
        .groupBy("agent_id")
        .execute()
      return { waiting: n, ofAgents: new Map(rows.map((row) => [row.agent_id ?? 0, row.n])) }
    },
    agents: (partnerId) => listNamedAgents(db, partnerId),
    now: () => new Date(),
  }
}

async function* eventsSince(db: Db, partnerId: string, since: number): AsyncGenerator<readonly DayEvent[]> {
  for await (const { after, upTo } of idsOfTime(db, "event", since, undefined)) {
    const rows = await db
      .selectFrom("event")
      .innerJoin("conversation", "conversation.id", "event.conversation_id")
      .selectAll("event")
      .where("event.id", ">", after)
      .where("event.id", "<=", upTo)
      .where("event.at", ">=", since)
      .where("event.type", "in", ["message", "status"])
      .where("conversation.partner_id", "=", partnerId)
      .where(moreThanOpened)
      .orderBy("event.id")
      .execute()
    yield rows.map(eventOf)
  }
}
