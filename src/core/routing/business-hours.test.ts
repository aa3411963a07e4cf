import { describe, expect, test } from "bun:test"
import fc from "fast-check"
import type { BusinessHours, Weekday } from "../partner-settings.ts"
import { isOpen, opensAt, spokenTime } from "./business-hours.ts"

const MINUTE = 60_000
const WORKDAY = ["09:00-12:00", "13:00-17:30"]
const CLOSED: BusinessHours["week"] = { mon: [], tue: [], wed: [], thu: [], fri: [], sat: [], sun: [] }
const berlin = (week: Partial<BusinessHours["week"]>, holidays: string[] = []): BusinessHours => ({
  timeZone: "Europe/Berlin",
  week: { ...CLOSED, ...week },
  holidays,
})
const OFFICE = berlin({ mon: WORKDAY, tue: WORKDAY, wed: WORKDAY, thu: WORKDAY, fri: WORKDAY })
const at = (iso: string) => Date.parse(iso)
const nextOf = (hours: BusinessHours, iso: string) => {
  const opens = opensAt(hours, at(iso))
  return opens === undefined ? undefined : new Date(opens).toISOString()
}

describe("when it is open", () => {
  test.each([
    ["2026-11-23T07:59:59.999Z", false],
    ["2026-11-23T08:00:00Z", true],
    ["2026-11-23T10:59:59.999Z", true],
    ["2026-11-23T11:00:00Z", false],
    ["2026-11-23T12:00:00Z", true],
    ["2026-11-23T16:30:00Z", false],
    ["2026-11-21T09:00:00Z", false],
    // In summer the same wall's clock is another hour of UTC.
    ["2026-07-20T07:00:00Z", true],
    ["2026-07-20T15:30:00Z", false],
  ])("%s: %p", (iso, open) => {
    expect(isOpen(OFFICE, at(iso))).toBe(open)
  })

  test("up to the end of the day, and on into the next", () => {
    const hours = berlin({ mon: ["22:00-24:00"], tue: ["00:00-06:00"] })
    expect(isOpen(hours, at("2026-11-23T22:59:59Z"))).toBe(true)
    expect(isOpen(hours, at("2026-11-23T23:00:00Z"))).toBe(true)
    expect(isOpen(hours, at("2026-11-24T05:00:00Z"))).toBe(false)
  })

  test("a holiday takes the place of the day's usual hours", () => {
    const hours = { ...OFFICE, holidays: ["2026-12-25", "2026-12-24 10:00-12:00"] }
    expect(isOpen(hours, at("2026-12-25T10:00:00Z"))).toBe(false)
    expect(isOpen(hours, at("2026-12-24T08:30:00Z"))).toBe(false)
    expect(isOpen(hours, at("2026-12-24T10:30:00Z"))).toBe(true)
    expect(isOpen(hours, at("2026-12-24T13:30:00Z"))).toBe(false)
  })
})

describe("when it opens", () => {
  test.each([
    ["now, where it is open", OFFICE, "2026-11-23T08:30:00Z", "2026-11-23T08:30:00.000Z"],
    ["after lunch", OFFICE, "2026-11-23T11:15:00Z", "2026-11-23T12:00:00.000Z"],
    ["after the weekend", OFFICE, "2026-11-21T10:00:00Z", "2026-11-23T08:00:00.000Z"],
    [
      "after the holidays",
      { ...OFFICE, holidays: ["2026-12-25", "2026-12-28"] },
      "2026-12-24T17:00:00Z",
      "2026-12-29T08:00:00.000Z",
    ],
    [
      "on the one day of the year",
      berlin({}, ["2027-10-01 10:00-11:00"]),
      "2026-11-21T10:00:00Z",
      "2027-10-01T08:00:00.000Z",
    ],
    [
      "where the clock jumps over the beginning",
      berlin({ sun: ["02:30-04:00"] }),
      "2026-03-28T20:00:00Z",
      "2026-03-29T01:00:00.000Z",
    ],
    [
      "when the clock is put back into the hours",
      berlin({ sun: ["02:00-02:30"] }),
      "2026-10-25T00:40:00Z",
      "2026-10-25T01:00:00.000Z",
    ],
  ])("%s", (_what, hours, from, opens) => {
    expect(nextOf(hours, from)).toBe(opens)
  })

  test("never, where there are no hours", () => {
    expect(nextOf(berlin({}), "2026-11-21T10:00:00Z")).toBeUndefined()
    expect(nextOf(berlin({}, ["2026-12-24"]), "2026-11-21T10:00:00Z")).toBeUndefined()
    expect(nextOf(berlin({}, ["2025-12-24 10:00-11:00"]), "2026-11-21T10:00:00Z")).toBeUndefined()
  })

  test("is said as people there say it", () => {
    expect(spokenTime(OFFICE, at("2026-11-23T08:00:00Z"))).toBe("Monday, 23 November, 09:00 (Europe/Berlin)")
  })
})

/** Zones with clocks that do not change, that change by half an hour, at midnight, in Ramadan, and lost a day. */
const ZONES = [
  "UTC",
  "Europe/Berlin",
  "Europe/Dublin",
  "America/New_York",
  "America/St_Johns",
  "America/Sao_Paulo",
  "America/Nuuk",
  "Asia/Beirut",
  "Asia/Kathmandu",
  "Asia/Gaza",
  "Africa/Cairo",
  "Africa/Casablanca",
  "Australia/Lord_Howe",
  "Pacific/Apia",
  "Pacific/Chatham",
  "Pacific/Kiritimati",
]
const DAYS: Weekday[] = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]

/** What a clock on the wall shows, asked for in another way than the code under test does. */
function wallClock(timeZone: string, instant: number): { date: string; weekday: Weekday; time: string } {
  const { shown, weekdays } = wallOf(timeZone)
  const text = shown.format(instant)
  const weekday = weekdays.format(instant).toLowerCase() as Weekday
  return { date: text.slice(0, 10), weekday, time: text.slice(11, 16) }
}

const walls = new Map<string, { shown: Intl.DateTimeFormat; weekdays: Intl.DateTimeFormat }>()

function wallOf(timeZone: string) {
  const wall = walls.get(timeZone) ?? {
    shown: new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short", timeStyle: "short" }),
    weekdays: new Intl.DateTimeFormat("en-US", { timeZone, weekday: "short" }),
  }
  walls.set(timeZone, wall)
  return wall
}

function openByTheWall(hours: BusinessHours, instant: number): boolean {
  const { date, weekday, time } = wallClock(hours.timeZone, instant)
  const special = hours.holidays.filter((holiday) => holiday.slice(0, 10) === date)
  const spans = special.length > 0 ? special.map((holiday) => holiday.slice(11)) : hours.week[weekday]
  return spans.some((span) => span !== "" && span.slice(0, 5) <= time && time < span.slice(6))
}

const minuteOfDay = fc.integer({ min: 0, max: 24 * 60 })
const clock = (minute: number) =>
  `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}`
const span = fc
  .tuple(minuteOfDay, minuteOfDay)
  .filter(([a, b]) => a !== b)
  .map(([a, b]) => `${clock(Math.min(a, b))}-${clock(Math.max(a, b))}`)
const spans = fc.array(span, { maxLength: 3 })
const instants = fc.integer({
  min: at("2005-01-01T00:00:00Z") / MINUTE,
  max: at("2036-01-01T00:00:00Z") / MINUTE,
})

/** Half of all moments near one at which the clock there is put forward or back. */
const moments = fc
  .tuple(fc.constantFrom(...ZONES), instants, fc.boolean(), fc.integer({ min: -2_000, max: 200 }))
  .map(([timeZone, minute, near, shift]) => {
    if (!near) return { timeZone, minute }
    const offset = (m: number) => {
      const { date, time } = wallClock(timeZone, m * MINUTE)
      return at(`${date}T${time}:00Z`) / MINUTE - m
    }
    const day = 1_440
    for (let m = minute; m < minute + 400 * day; m += 10 * day) {
      if (offset(m) === offset(m + 10 * day)) continue
      while (offset(m) === offset(m + day)) m += day
      return { timeZone, minute: m + shift }
    }
    return { timeZone, minute }
  })

const schedules = fc
  .tuple(
    moments,
    fc.record({ mon: spans, tue: spans, wed: spans, thu: spans, fri: spans, sat: spans, sun: spans }),
    fc.array(fc.tuple(fc.integer({ min: -1, max: 4 }), fc.option(span, { nil: undefined })), {
      maxLength: 3,
    }),
  )
  .map(([{ timeZone, minute }, week, special]) => {
    const holidays = special.map(([days, open]) => {
      const { date } = wallClock(timeZone, (minute + days * 1_440) * MINUTE)
      return open ? `${date} ${open}` : date
    })
    return { hours: { timeZone, week, holidays } satisfies BusinessHours, from: minute * MINUTE }
  })

describe("beside a walk from minute to minute, in many zones and years", () => {
  test("it is open when the clock on the wall says so", () => {
    fc.assert(
      fc.property(schedules, fc.integer({ min: 0, max: 59_999 }), ({ hours, from }, ms) => {
        expect(isOpen(hours, from + ms)).toBe(openByTheWall(hours, from + ms))
      }),
      { numRuns: 5_000 },
    )
  })

  test("it opens at the first minute at which the walk finds it open", () => {
    fc.assert(
      fc.property(schedules, ({ hours, from }) => {
        const opens = opensAt(hours, from)
        const limit = from + 3 * 1_440 * MINUTE
        let walked = from
        while (walked < limit && !openByTheWall(hours, walked)) walked += MINUTE
        if (walked < limit) expect(opens).toBe(walked)
        else expect(opens === undefined || opens >= limit).toBe(true)
      }),
      { numRuns: 1_000 },
    )
  })

  test("every weekday is somebody's", () => {
    for (const day of DAYS) {
      const opens = opensAt(berlin({ [day]: ["09:00-10:00"] }), at("2026-11-21T10:00:00Z"))
      expect(wallClock("Europe/Berlin", opens as number)).toMatchObject({ weekday: day, time: "09:00" })
    }
  })
})
