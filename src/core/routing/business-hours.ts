import type { Language } from "../language.ts"
import type { BusinessHours, Weekday } from "../partner-settings.ts"

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE
/** A clock is put forward or back less often than this, so that two such days are not taken for none. */
const STRIDE = DAY / 2
/** Longer than a year, for those who open on one day of it. */
const LOOKED_AHEAD = 400 * DAY

const WEEKDAYS: readonly Weekday[] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]

/** Milliseconds of the day, the end not included. */
interface Span {
  from: number
  to: number
}

/** Whether the clock on the wall, where the hours are kept, shows a time within them. */
export function isOpen(hours: BusinessHours, at: number): boolean {
  const local = at + offsetAt(hours.timeZone, at)
  const time = local - startOfDay(local)
  return spansOf(hours, startOfDay(local)).some(({ from, to }) => from <= time && time < to)
}

/**
 * When it is open: at once where it is, otherwise the first moment at which it will be. Undefined where that is more than
 * a year away, or never.
 *
 * @param at milliseconds since 1970
 */
export function opensAt(hours: BusinessHours, at: number): number | undefined {
  if (neverOpens(hours)) return undefined
  const last = at + LOOKED_AHEAD
  for (let from = at; from < last; ) {
    const offset = offsetAt(hours.timeZone, from)
    const until = whileOffset(hours.timeZone, offset, from, Math.min(from + STRIDE, last))
    // Until then the wall's clock runs as ours does.
    const opens = firstOpen(hours, from + offset, until + offset)
    if (opens !== undefined) return opens - offset
    from = until
  }
  return undefined
}

/** A moment (milliseconds since 1970) as people say it there: `Monday, 23 November, 09:00 (Europe/Berlin)`. */
export function spokenTime({ timeZone }: BusinessHours, at: number, language: Language = "en"): string {
  const locale = language === "en" ? "en-GB" : language
  const ofDay = { timeZone, weekday: "long", day: "numeric", month: "long" } as const
  const ofTime = { timeZone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const
  const day = new Intl.DateTimeFormat(locale, ofDay).format(at)
  const time = new Intl.DateTimeFormat(locale, ofTime).format(at)
  return `${language === "en" ? day.replace(" ", ", ") : day}, ${time} (${timeZone})`
}

function neverOpens({ week, holidays }: BusinessHours): boolean {
  return (
    WEEKDAYS.every((day) => week[day].length === 0) && holidays.every((holiday) => !holiday.includes(" "))
  )
}

/** The first local time within the hours, between two of them; times are as UTC would write them. */
function firstOpen(hours: BusinessHours, from: number, until: number): number | undefined {
  for (let day = startOfDay(from); day < until; day += DAY) {
    for (const span of spansOf(hours, day)) {
      const opens = Math.max(from, day + span.from)
      if (opens < Math.min(until, day + span.to)) return opens
    }
  }
  return undefined
}

/** A day's spans, the earliest first. A holiday's own take the place of the usual ones. */
function spansOf({ week, holidays }: BusinessHours, day: number): Span[] {
  const date = holidays.length > 0 ? new Date(day).toISOString().slice(0, 10) : ""
  const special = holidays.filter((holiday) => holiday.startsWith(date) && date !== "")
  const written =
    special.length > 0 ? special.flatMap((holiday) => holiday.split(" ")[1] ?? []) : week[weekdayOf(day)]
  return written.map(spanOf).sort((a, b) => a.from - b.from)
}

function weekdayOf(day: number): Weekday {
  return WEEKDAYS[new Date(day).getUTCDay()] as Weekday
}

function spanOf(written: string): Span {
  const [from = "", to = ""] = written.split("-")
  return { from: timeOf(from), to: timeOf(to) }
}

function timeOf(written: string): number {
  const [hours, minutes] = written.split(":").map(Number)
  return ((hours ?? 0) * 60 + (minutes ?? 0)) * MINUTE
}

function startOfDay(local: number): number {
  return Math.floor(local / DAY) * DAY
}

/** The last moment up to `until`, or the first at which the wall's clock is put forward or back. */
function whileOffset(timeZone: string, offset: number, from: number, until: number): number {
  if (offsetAt(timeZone, until) === offset) return until
  let [same, other] = [from, until]
  while (other - same > 1) {
    const middle = Math.floor((same + other) / 2)
    if (offsetAt(timeZone, middle) === offset) same = middle
    else other = middle
  }
  return other
}

/** Zones are what partners have set: few. */
const formats = new Map<string, Intl.DateTimeFormat>()

function formatOf(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone)
  if (known) return known
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    calendar: "gregory",
    numberingSystem: "latn",
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  })
  formats.set(timeZone, format)
  return format
}

/** How much the wall's clock is ahead of UTC, in milliseconds. */
function offsetAt(timeZone: string, at: number): number {
  if (timeZone === "UTC") return 0
  const second = Math.floor(at / 1000) * 1000
  const parts: Partial<Record<Intl.DateTimeFormatPartTypes, number>> = {}
  for (const { type, value } of formatOf(timeZone).formatToParts(second)) parts[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second: shown = 0 } = parts
  return Date.UTC(year, month - 1, day, hour, minute, shown) - second
}
