import type { Day } from "../../core/stats/days.ts"
import { VERSION } from "../../core/stats/definitions.ts"
import type { CountedDay, StoredDay } from "../../core/stats/ports.ts"
import { isKept } from "../../core/stats/run-day.ts"
import type { AgentTally, ConversationTally, DeskTally } from "../../core/stats/tally.ts"
import type { Db } from "../database.ts"
import { leaseIsOver } from "../repositories/lease-ends.ts"

/** The partner's own figures; agents are numbered from 1. */
const PARTNER = 0

/** What a partner's row holds; an agent's holds its tally alone. */
interface PartnerFigures {
  conversations: ConversationTally
  desk: DeskTally
}

/** Days that are stored, in their order. What they hold is written alike by all definitions that there were. */
export async function storedDays(db: Db, partnerId: string, from: Day, to: Day): Promise<StoredDay[]> {
  const rows = await db
    .selectFrom("daily_figure")
    .select(["day", "agent_number", "time_zone", "version", "figures", "computed_at"])
    .where("partner_id", "=", partnerId)
    .where("day", ">=", from)
    .where("day", "<=", to)
    .orderBy("day")
    .orderBy("agent_number")
    .execute()
  const days: StoredDay[] = []
  let agents: [number, AgentTally][] = []
  for (const { day, agent_number, time_zone, version, figures, computed_at } of rows) {
    // A day's own row comes before those of its agents.
    if (agent_number !== PARTNER) agents.push([agent_number, JSON.parse(figures)])
    else {
      agents = []
      const { conversations, desk }: PartnerFigures = JSON.parse(figures)
      const isPresent = version === VERSION
      days.push({ day, timeZone: time_zone, isPresent, countedAt: computed_at, conversations, desk, agents })
    }
  }
  return days
}

/**
 * In the place of what was stored of that day.
 *
 * @param since when counting it began
 */
export async function saveDay(db: Db, partnerId: string, counted: CountedDay, since: number): Promise<void> {
  const { day, timeZone, conversations, desk, agents } = counted
  const row = (agentNumber: number, figures: PartnerFigures | AgentTally) => ({
    partner_id: partnerId,
    day,
    agent_number: agentNumber,
    time_zone: timeZone,
    version: VERSION,
    figures: JSON.stringify(figures),
    open_count: agentNumber === PARTNER ? conversations.open : 0,
    computed_at: since,
  })
  const rows = [row(PARTNER, { conversations, desk }), ...agents.map(([number, tally]) => row(number, tally))]
  await db.transaction().execute(async (trx) => {
    await beginCounting(trx, partnerId, since)
    if (await holds(trx, partnerId, counted)) return
    await trx.deleteFrom("daily_figure").where("partner_id", "=", partnerId).where("day", "=", day).execute()
    // Where another server does the same at once, both have counted the same.
    await trx
      .insertInto("daily_figure")
      .values(rows)
      .onConflict((conflict) =>
        conflict.columns(["partner_id", "day", "agent_number"]).doUpdateSet((eb) => ({
          time_zone: eb.ref("excluded.time_zone"),
          version: eb.ref("excluded.version"),
          figures: eb.ref("excluded.figures"),
          open_count: eb.ref("excluded.open_count"),
          computed_at: eb.ref("excluded.computed_at"),
        })),
      )
      .execute()
  })
}

/**
 * Whether what is stored of the day may be counted out of fewer rows by now: whoever erases them by their age says so in the
 * same transaction.
 */
async function holds(trx: Db, partnerId: string, { day }: CountedDay): Promise<boolean> {
  // Written to hold the row: whoever erases waits, or has been waited for.
  const { kept_up_to } = await trx
    .updateTable("figures_counted")
    .set((eb) => ({ kept_up_to: eb.ref("kept_up_to") }))
    .where("partner_id", "=", partnerId)
    .returning("kept_up_to")
    .executeTakeFirstOrThrow()
  const there = await storedDays(trx, partnerId, day, day)
  return there.some((one) => isKept(one, kept_up_to))
}

/** Days that began before it hold as they are stored. Nobody saves a day until the transaction has ended. */
export async function keepDays(trx: Db, partnerId: string, before: number): Promise<void> {
  await beginCounting(trx, partnerId, 0)
  await trx
    .updateTable("figures_counted")
    .set({ kept_up_to: before })
    .where("partner_id", "=", partnerId)
    .where("kept_up_to", "<", before)
    .execute()
}

export async function keptUpTo(db: Db, partnerId: string): Promise<number> {
  const row = await db
    .selectFrom("figures_counted")
    .select("kept_up_to")
    .where("partner_id", "=", partnerId)
    .executeTakeFirst()
  return row?.kept_up_to ?? 0
}

/** What happened before is in every day that is stored, as far as it belongs there; where none is, that is no matter. */
export async function countedUpTo(db: Db, partnerId: string): Promise<number> {
  const row = await db
    .selectFrom("figures_counted")
    .select("up_to")
    .where("partner_id", "=", partnerId)
    .executeTakeFirst()
  return row?.up_to ?? 0
}

/** Whoever had the lease is done: everything up to then is counted. */
export async function endCounting(db: Db, partnerId: string, upTo: number): Promise<void> {
  await db
    .updateTable("figures_counted")
    .set({ up_to: upTo, lease_until: 0 })
    .where("partner_id", "=", partnerId)
    .execute()
}

/** Whoever has the lease keeps it. */
export async function keepCountingLease(db: Db, partnerId: string, until: number): Promise<void> {
  await db
    .updateTable("figures_counted")
    .set({ lease_until: until })
    .where("partner_id", "=", partnerId)
    .execute()
}

/** True for who may count now: nobody else does until then. */
export async function takeCountingLease(
  db: Db,
  partnerId: string,
  now: number,
  until: number,
): Promise<boolean> {
  await beginCounting(db, partnerId, now)
  const { numUpdatedRows } = await db
    .updateTable("figures_counted")
    .set({ lease_until: until })
    .where("partner_id", "=", partnerId)
    .where(leaseIsOver(now, until - now))
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

/** Before the first day is stored everything is in all of them. */
async function beginCounting(db: Db, partnerId: string, at: number): Promise<void> {
  await db
    .insertInto("figures_counted")
    .values({ partner_id: partnerId, up_to: at })
    .onConflict((conflict) => conflict.column("partner_id").doNothing())
    .execute()
}
