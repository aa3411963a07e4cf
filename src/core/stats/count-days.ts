import { type Day, dayAt, daysOf } from "./days.ts"
import type { StatsPorts } from "./ports.ts"
import { type CountedPartner, isKept, lastOver, runDay } from "./run-day.ts"
import { isCurrent, touchedDays } from "./show-stats.ts"

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
  const counted = await countDaysThen(ports, partner, goesOn, async () => {})
  return counted?.days ?? []
}

/**
 * Brings a partner's daily figures up to date and then does something while nobody else counts; not where it was stopped
 * before all days were counted.
 *
 * @param then is given what keeps others from counting for as long again
 * @returns undefined where somebody else counts
 */
export async function countDaysThen(
  ports: CountDaysPorts,
  partner: CountedPartner,
  goesOn: () => boolean,
  then: (keepLease: () => Promise<void>) => Promise<void>,
): Promise<{ days: Day[]; isAll: boolean } | undefined> {
  const now = ports.now().getTime()
  if (!(await ports.takeLease(partner.id, now, now + LEASE_MS))) return undefined
  const keepLease = () => ports.keepLease(partner.id, ports.now().getTime() + LEASE_MS)
  let upTo = await ports.countedUpTo(partner.id)
  try {
    const days = await daysToCount(ports, partner)
    const counted: Day[] = []
    for (const day of days) {
      if (!goesOn()) break
      await runDay(ports, partner, day)
      counted.push(day)
      await keepLease()
    }
    const isAll = counted.length === days.length
    if (isAll) {
      upTo = now
      await then(keepLease)
    }
    return { days: counted, isAll }
  } finally {
    await ports.endCounting(partner.id, upTo)
  }
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
  const keptUpTo = await ports.keptUpTo(partner.id)
  const kept = new Set(stored.flatMap((one) => (isKept(one, keptUpTo) ? one.day : [])))
  const there = new Set(stored.flatMap((one) => (isCurrent(one, timeZone, ports.now()) ? one.day : [])))
  const touched = there.size > 0 ? await touchedDays(ports, partner) : new Set<Day>()
  return daysOf(first, last)
    .filter((day) => !kept.has(day) && (!there.has(day) || touched.has(day)))
    .reverse()
}
