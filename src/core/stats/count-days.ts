import { type Day, dayAfter, dayAt, daysOf } from "./days.ts"
import type { StatsPorts } from "./ports.ts"
import { type CountedPartner, isOver, runDay } from "./run-day.ts"
import { touchedDays } from "./show-stats.ts"

/** Of somebody who counted and is not heard of any more another one takes over. */
const LEASE_MS = 5 * 60_000

export interface CountDaysPorts extends StatsPorts {
  /** True for who may count now: nobody else does until then. */
  takeLease(partnerId: string, now: number, until: number): Promise<boolean>
  keepLease(partnerId: string, until: number): Promise<void>
  /** Counting is over, and everything up to then is in the stored days. */
  endCounting(partnerId: string, upTo: number): Promise<void>
}

/**
 * Brings a partner's daily figures up to date: days that are over and not stored are counted, and those in whose
 * conversations something has happened since. Where another server does it already, it does nothing.
 *
 * @param goesOn asked between two days; what is left is found again the next time
 * @returns the days that were counted
 */
export async function countDays(
  ports: CountDaysPorts,
  partner: CountedPartner,
  goesOn: () => boolean = () => true,
): Promise<Day[]> {
  const now = ports.now().getTime()
  if (!(await ports.takeLease(partner.id, now, now + LEASE_MS))) return []
  const days = await daysToCount(ports, partner)
  const counted: Day[] = []
  for (const day of days) {
    if (!goesOn()) break
    await runDay(ports, partner, day)
    counted.push(day)
    await ports.keepLease(partner.id, ports.now().getTime() + LEASE_MS)
  }
  const upTo = counted.length === days.length ? now : await ports.countedUpTo(partner.id)
  await ports.endCounting(partner.id, upTo)
  return counted
}

/** The newest first: they are asked for most. */
async function daysToCount(ports: CountDaysPorts, partner: CountedPartner): Promise<Day[]> {
  const { timeZone } = partner.settings.hours
  const firstAt = await ports.firstAt(partner.id)
  if (firstAt === undefined) return []
  const first = dayAt(timeZone, firstAt)
  const last = lastOver(timeZone, ports.now())
  if (last < first) return []
  const stored = await ports.storedDays(partner.id, first, last)
  const there = new Set(stored.flatMap((day) => (day.timeZone === timeZone ? day.day : [])))
  const touched = there.size > 0 ? await touchedDays(ports, partner) : new Set<Day>()
  return daysOf(first, last)
    .filter((day) => !there.has(day) || touched.has(day))
    .reverse()
}

function lastOver(timeZone: string, now: Date): Day {
  const yesterday = dayAfter(dayAt(timeZone, now.getTime()), -1)
  return isOver(timeZone, yesterday, now) ? yesterday : dayAfter(yesterday, -1)
}
