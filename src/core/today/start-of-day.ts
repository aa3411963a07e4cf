/** A day somewhere has at most so many hours. */
const LONGEST_DAY_MS = 26 * 3_600_000

/**
 * When the day began that it is now in a time zone, and which one it is. Where midnight was left out for summer time, the
 * day began an hour later.
 *
 * @param timeZone IANA name
 */
export function startOfDay(timeZone: string, now: Date): { date: string; at: Date } {
  const format = new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" })
  const date = format.format(now)
  let [before, within] = [now.getTime() - LONGEST_DAY_MS, now.getTime()]
  while (within - before > 1) {
    const middle = Math.floor((before + within) / 2)
    if (format.format(middle) === date) within = middle
    else before = middle
  }
  return { date, at: new Date(within) }
}
