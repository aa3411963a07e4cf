import { type Day, dayAt } from "../../core/stats/days.ts"
import { isKept } from "../../core/stats/run-day.ts"
import type { Db } from "../database.ts"
import { keptUpTo } from "./daily-figures.ts"
import { firstAt } from "./stats-ports.ts"

/** Days whose rows are gone are counted again of those that are left: by whoever asks for them, and by the server soon. */
export async function forgetDays(db: Db, partnerId: string, times: readonly number[]): Promise<void> {
  if (times.length === 0) return
  const stored = await db
    .selectFrom("daily_figure")
    .select(["day", "time_zone"])
    .where("partner_id", "=", partnerId)
    .where("agent_number", "=", 0)
    .execute()
  const [oldest, kept] = [await firstAt(db, partnerId), await keptUpTo(db, partnerId)]
  const touched = new Map<string, Set<Day>>()
  const touchedIn = (timeZone: string): ReadonlySet<Day> => {
    const days = touched.get(timeZone) ?? new Set(times.map((at) => dayAt(timeZone, at)))
    touched.set(timeZone, days)
    return days
  }
  // What is older than every row that is left, or has lost rows to its age, cannot be counted again: those figures stay, and say
  // nothing of anybody.
  const gone = stored.filter(
    ({ day, time_zone }) =>
      oldest !== undefined &&
      day >= dayAt(time_zone, oldest) &&
      !isKept({ day, timeZone: time_zone }, kept) &&
      touchedIn(time_zone).has(day),
  )
  for (const { day } of gone)
    await db.deleteFrom("daily_figure").where("partner_id", "=", partnerId).where("day", "=", day).execute()
}

/** Columns that say when a row came. */
const TIMES = ["at", "created_at"] as const

/** When rows came, of whatever table: one a quarter of an hour, which is enough to tell the days. */
export function timesOf(rows: readonly Readonly<Record<string, unknown>>[]): number[] {
  const hours = new Map<number, number>()
  for (const row of rows)
    for (const column of TIMES) {
      const at = row[column]
      // No zone's day ends but on a quarter of an hour.
      if (typeof at === "number") hours.set(Math.floor(at / 900_000), at)
    }
  return [...hours.values()]
}
