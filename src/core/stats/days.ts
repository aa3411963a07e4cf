/** A day in a time zone, as `2026-11-21`. */
export type Day = string

/** Moments in milliseconds since 1970, the end not included. */
export interface Span {
  from: number
  to: number
}

const DAY_MS = 86_400_000
/** No zone is further from UTC. */
const FURTHEST_MS = 26 * 3_600_000
/** Starts of days are looked up by halving; each is asked for again and again. */
const MOST_KNOWN = 10_000
const known = new Map<string, number>()
const formats = new Map<string, Intl.DateTimeFormat>()

/**
 * The moments of a day: 23 or 25 hours where the clocks are put forward or back, and none where the zone left the day out.
 *
 * @param timeZone IANA name
 */
export function spanOfDay(timeZone: string, day: Day): Span {
  return { from: startOf(timeZone, day), to: startOf(timeZone, dayAfter(day)) }
}

/** The moments of some days, one behind the other. */
export function spanOfDays(timeZone: string, from: Day, to: Day): Span {
  return { from: startOf(timeZone, from), to: startOf(timeZone, dayAfter(to)) }
}

/** The day to which a moment belongs: the one whose span holds it. */
export function dayAt(timeZone: string, at: number): Day {
  const shown = shownDay(timeZone, at)
  // Where the clocks go back over midnight, a minute shows the next day before its time.
  if (at < startOf(timeZone, shown)) return dayAfter(shown, -1)
  return at < startOf(timeZone, dayAfter(shown)) ? shown : dayAfter(shown)
}

/** The hour that the clock on the wall shows, 0 to 23. */
export function hourAt(timeZone: string, at: number): number {
  const key = `h ${timeZone}`
  const format =
    formats.get(key) ?? new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", hourCycle: "h23" })
  formats.set(key, format)
  return Number(format.format(at)) % 24
}

/** The day so many days later. */
export function dayAfter(day: Day, days = 1): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}

/** Every day from one to another, both included. */
export function daysOf(from: Day, to: Day): Day[] {
  const days: Day[] = []
  for (let day = from; day <= to; day = dayAfter(day)) days.push(day)
  return days
}

/** 0 is Monday. */
export function weekdayOf(day: Day): number {
  return (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7
}

/** Whether a text names a day that there is. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false
  const at = Date.parse(`${text}T00:00:00Z`)
  return Number.isFinite(at) && new Date(at).toISOString().startsWith(text)
}

/** The first moment at which the zone's calendar shows the day or a later one. */
function startOf(timeZone: string, day: Day): number {
  const key = `${timeZone} ${day}`
  const there = known.get(key)
  if (there !== undefined) return there
  const midnight = Date.parse(`${day}T00:00:00Z`)
  let [before, within] = [midnight - FURTHEST_MS, midnight + FURTHEST_MS]
  while (within - before > 1) {
    const middle = Math.floor((before + within) / 2)
    if (shownDay(timeZone, middle) >= day) within = middle
    else before = middle
  }
  if (known.size >= MOST_KNOWN) known.clear()
  known.set(key, within)
  return within
}

function shownDay(timeZone: string, at: number): Day {
  const key = `d ${timeZone}`
  const format = formats.get(key) ?? new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" })
  formats.set(key, format)
  return format.format(at)
}
