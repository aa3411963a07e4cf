import { sql } from "kysely"
import type { CountDaysPorts } from "../../core/stats/count-days.ts"
import type { Span } from "../../core/stats/days.ts"
import type { AskedQuestion } from "../../core/stats/ports.ts"
import type { Database, Db } from "../database.ts"
import { idsOfTime } from "../ids-by-time.ts"
import { listNamedAgents } from "../repositories/agents.ts"
import { conversationsIn, startsOfTouched } from "./conversation-records.ts"
import {
  countedUpTo,
  endCounting,
  keepCountingLease,
  keptUpTo,
  saveDay,
  storedDays,
  takeCountingLease,
} from "./daily-figures.ts"

/** What figures are counted from, and where they are kept. */
export function statsPorts(database: Database): CountDaysPorts {
  const { db } = database
  return {
    takeLease: (partnerId, now, until) => takeCountingLease(db, partnerId, now, until),
    keepLease: (partnerId, until) => keepCountingLease(db, partnerId, until),
    endCounting: (partnerId, upTo) => endCounting(db, partnerId, upTo),
    conversationsIn: (partnerId, span) => conversationsIn(database, partnerId, span),
    startsOfTouched: (partnerId, since) => startsOfTouched(database, partnerId, since),
    questionsIn: (partnerId, span) => questionsIn(db, partnerId, span),
    thumbsIn: (partnerId, span) => thumbsIn(db, partnerId, span),
    ticketsIn: (partnerId, span) => ticketsIn(db, partnerId, span),
    firstAt: (partnerId) => firstAt(db, partnerId),
    agents: (partnerId) => listNamedAgents(db, partnerId),
    storedDays: (partnerId, from, to) => storedDays(db, partnerId, from, to),
    saveDay: (partnerId, stored, since) => saveDay(db, partnerId, stored, since),
    countedUpTo: (partnerId) => countedUpTo(db, partnerId),
    keptUpTo: (partnerId) => keptUpTo(db, partnerId),
    now: () => new Date(),
  }
}

async function* questionsIn(db: Db, partnerId: string, { from, to }: Span): AsyncGenerator<AskedQuestion[]> {
  for await (const { after, upTo } of idsOfTime(db, "interaction", from, to)) {
    const rows = await db
      .selectFrom("interaction")
      .select(["question", "agent_type", "user_id", "confidence", "escalation", "composed_by"])
      .where("id", ">", after)
      .where("id", "<=", upTo)
      .where("partner_id", "=", partnerId)
      .where("created_at", ">=", from)
      .where("created_at", "<", to)
      .orderBy("id")
      .execute()
    yield rows.map((row) => ({
      text: row.question,
      askedBy: `${row.agent_type} ${row.user_id}`,
      agentType: row.agent_type,
      confidence: row.confidence,
      escalation: row.escalation ?? undefined,
      // A wish for a person is answered as small talk is, without a search.
      smallTalk: row.composed_by === "smalltalk" && row.escalation !== "human_requested",
    }))
  }
}

/** Of conversations the log says them. */
async function thumbsIn(
  db: Db,
  partnerId: string,
  { from, to }: Span,
): Promise<{ up: number; down: number }> {
  const thumbs = { up: 0, down: 0 }
  for await (const { after, upTo } of idsOfTime(db, "feedback", from, to)) {
    const rows = await db
      .selectFrom("feedback")
      .leftJoin("conversation", "conversation.public_id", "feedback.session_id")
      .select("feedback.helpful")
      .where("feedback.id", ">", after)
      .where("feedback.id", "<=", upTo)
      .where("feedback.partner_id", "=", partnerId)
      .where("feedback.created_at", ">=", from)
      .where("feedback.created_at", "<", to)
      .where("conversation.id", "is", null)
      .execute()
    for (const { helpful } of rows) thumbs[helpful === 1 ? "up" : "down"]++
  }
  return thumbs
}

async function ticketsIn(
  db: Db,
  partnerId: string,
  { from, to }: Span,
): Promise<{ opened: number; closed: number }> {
  const { opened } = await db
    .selectFrom("ticket")
    .select((eb) => eb.fn.countAll<number>().as("opened"))
    .where("partner_id", "=", partnerId)
    .where("created_at", ">=", from)
    .where("created_at", "<", to)
    .executeTakeFirstOrThrow()
  const { closed } = await db
    .selectFrom("ticket_change as change")
    .select((eb) => eb.fn.countAll<number>().as("closed"))
    // Written out, as the index for it has it.
    .where("change.kind", "=", sql.lit("status"))
    .where("change.to_value", "=", sql.lit("closed"))
    .where("change.at", ">=", from)
    .where("change.at", "<", to)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom("ticket")
          .select("ticket.id")
          .whereRef("ticket.id", "=", "change.ticket_id")
          .where("ticket.partner_id", "=", partnerId),
      ),
    )
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom("ticket_change as earlier")
            .select("earlier.seq")
            .whereRef("earlier.ticket_id", "=", "change.ticket_id")
            .whereRef("earlier.seq", "<", "change.seq")
            .where("earlier.kind", "=", "status")
            .where("earlier.to_value", "=", "closed"),
        ),
      ),
    )
    .executeTakeFirstOrThrow()
  return { opened, closed }
}

/** Of conversations and questions the older of the first ones. */
export async function firstAt(db: Db, partnerId: string): Promise<number | undefined> {
  const conversation = await db
    .selectFrom("conversation")
    .select("created_at")
    .where("partner_id", "=", partnerId)
    .orderBy("number")
    .limit(1)
    .executeTakeFirst()
  const question = await db
    .selectFrom("interaction")
    .select("created_at")
    .where("partner_id", "=", partnerId)
    .orderBy("id")
    .limit(1)
    .executeTakeFirst()
  const ticket = await db
    .selectFrom("ticket")
    .select("created_at")
    .where("partner_id", "=", partnerId)
    .orderBy("number")
    .limit(1)
    .executeTakeFirst()
  const times = [conversation, question, ticket].flatMap((row) => row?.created_at ?? [])
  return times.length === 0 ? undefined : Math.min(...times)
}
