import { expect, setSystemTime, test } from "bun:test"
import { sql } from "kysely"
import pino from "pino"
import { eachDatabase } from "../../test/databases.ts"
import { StatsWorld } from "../../test/stats-world.ts"
import { until } from "../../test/wait.ts"
import { countDays } from "../core/stats/count-days.ts"
import { questionsOf } from "../core/stats/questions.ts"
import { runDay } from "../core/stats/run-day.ts"
import { figuresOf } from "../core/stats/show-stats.ts"
import { statsPorts } from "../storage/stats/stats-ports.ts"
import { startDailyFigures } from "./daily-figures.ts"

const HOUR = 3_600_000
const STARTS = Date.UTC(2026, 10, 18, 9)

eachDatabase((_name, open) => {
  test("days that are over are counted by one of two servers, today is not", async () => {
    const database = await open()
    const world = await StatsWorld.open(database, "Europe/Berlin", STARTS)
    try {
      for (let day = 0; day < 3; day++) {
        await world.step({ do: "open", customer: day })
        await world.step({ do: "ask", at: day, question: 0 })
        await world.step({ do: "pass", ms: 24 * HOUR })
      }
      const logged: string[] = []
      const log = pino({ level: "info" }, { write: (line: string) => void logged.push(line) })
      const options = { ports: statsPorts(database), partners: async () => [world.partner], log, firstMs: 0 }
      const servers = [startDailyFigures(options), startDailyFigures(options)]
      const told = await until("the days are counted", () =>
        logged.map((line) => JSON.parse(line)).find(({ msg }) => msg === "daily figures counted"),
      )
      for (const server of servers) await server.stop()
      expect(told).toMatchObject({ partner: world.partner.id, days: 3 })
      expect(logged).toHaveLength(1)
      const stored = await database.db
        .selectFrom("daily_figure")
        .select(["day", "open_count"])
        .orderBy("day")
        .execute()
      expect(stored).toEqual(
        ["2026-11-18", "2026-11-19", "2026-11-20"].map((day) => ({ day, open_count: 1 })),
      )
    } finally {
      await world.close()
    }
  })

  test("a partner whose days cannot be counted keeps nobody else's from it, and is named", async () => {
    const database = await open()
    const world = await StatsWorld.open(database, "UTC", STARTS)
    const broken = await StatsWorld.open(database, "UTC", STARTS)
    const { settings } = broken.partner
    const nowhere = { ...settings, hours: { ...settings.hours, timeZone: "Nowhere/None" } }
    try {
      await world.step({ do: "open", customer: 0 })
      await world.step({ do: "pass", ms: 24 * HOUR })
      const logged: string[] = []
      const figures = startDailyFigures({
        ports: statsPorts(database),
        partners: async () => [{ ...broken.partner, settings: nowhere }, world.partner],
        log: pino({ level: "info" }, { write: (line: string) => void logged.push(line) }),
        firstMs: 0,
      })
      await until("both were looked at", () => logged.length === 2)
      await figures.stop()
      const [counted, failed] = logged.map((line) => JSON.parse(line))
      expect(counted).toMatchObject({ partner: world.partner.id, days: 1 })
      expect(failed.msg).toBe("daily figures could not be counted")
      expect(failed.err.message).toContain(broken.partner.id)
    } finally {
      await world.close()
      await broken.close()
    }
  })

  test("what two partners do is counted of each alone, and counting one leaves the other's day as it was", async () => {
    const database = await open()
    const world = await StatsWorld.open(database, "UTC", STARTS)
    const other = await StatsWorld.open(database, "UTC", STARTS)
    const ports = statsPorts(database)
    const span = { from: "2026-11-18", to: "2026-11-18" }
    try {
      await other.step({ do: "open", customer: 0 })
      for (const question of [0, 1]) await other.step({ do: "ask", at: 0, question })
      await other.step({ do: "ticket", at: 0, form: 0 })
      await other.step({ do: "ticketStatus", at: 0, status: "closed" })
      await world.step({ do: "open", customer: 0 })
      await world.step({ do: "ask", at: 0, question: 1 })
      await world.step({ do: "pass", ms: 24 * HOUR })
      for (const { partner } of [world, other]) await runDay(ports, partner, span.from)
      const rows = await database.db
        .selectFrom("daily_figure")
        .select(["partner_id", "figures"])
        .where("agent_number", "=", 0)
        .execute()
      const figures = [world, other].map(({ partner }) =>
        JSON.parse(rows.find(({ partner_id }) => partner_id === partner.id)?.figures ?? "{}"),
      )
      expect(figures.map(({ desk }) => desk.tickets)).toEqual([
        { opened: 0, closed: 0 },
        { opened: 1, closed: 1 },
      ])
      const days = [world, other].map(({ partner }) => figuresOf(ports, partner, span))
      expect((await Promise.all(days)).map(({ days: [day] }) => day)).toMatchObject([
        { conversations: 1, messages: 1, outcomes: { pending: 1 } },
        { conversations: 1, messages: 3, outcomes: { escalated: 1 } },
      ])
    } finally {
      await other.close()
      await world.close()
    }
  })

  test("who counts keeps others out until they are done, or not heard of any more; what was begun goes on", async () => {
    const database = await open()
    const world = await StatsWorld.open(database, "UTC", STARTS)
    const ports = statsPorts(database)
    try {
      await world.step({ do: "open", customer: 0 })
      await world.step({ do: "ask", at: 0, question: 0 })
      await world.step({ do: "pass", ms: 72 * HOUR })
      const now = Date.now()
      expect(await ports.takeLease(world.partner.id, now, now + 60_000)).toBe(true)
      expect(await countDays(ports, world.partner)).toEqual([])
      setSystemTime(now + 60_000)
      let asked = 0
      expect(await countDays(ports, world.partner, () => asked++ < 1)).toEqual(["2026-11-20"])
      expect(await countDays(ports, world.partner)).toEqual(["2026-11-19", "2026-11-18"])
      expect(await countDays(ports, world.partner)).toEqual([])
    } finally {
      await world.close()
    }
  })

  test("what was counted by a clock that was ahead is counted anew, and waits for nobody who counted by it", async () => {
    const database = await open()
    const world = await StatsWorld.open(database, "UTC", STARTS)
    const ports = statsPorts(database)
    const day = "2026-11-18"
    const conversations = async () =>
      (await figuresOf(ports, world.partner, { from: day, to: day })).conversations
    const begin = async (customer: number) => {
      await world.step({ do: "open", customer })
      await world.step({ do: "ask", at: customer, question: 0 })
    }
    try {
      await begin(0)
      const right = Date.now()
      setSystemTime(right + 30 * HOUR)
      expect(await countDays(ports, world.partner)).toEqual([day])
      expect(await ports.takeLease(world.partner.id, Date.now(), Date.now() + 60_000)).toBe(true)
      setSystemTime(right)
      await begin(1)
      expect(await conversations()).toBe(2)
      await world.step({ do: "pass", ms: HOUR })
      expect(await countDays(ports, world.partner)).toEqual([])
      expect(await conversations()).toBe(2)
      await world.step({ do: "pass", ms: 16 * HOUR })
      expect(await countDays(ports, world.partner)).toEqual([day])
      await world.step({ do: "pass", ms: 48 * HOUR })
      expect(await conversations()).toBe(2)
    } finally {
      await world.close()
    }
  })

  test("another time zone has all days counted again", async () => {
    const database = await open()
    const world = await StatsWorld.open(database, "UTC", Date.UTC(2026, 10, 18, 23))
    const ports = statsPorts(database)
    try {
      await world.step({ do: "open", customer: 0 })
      await world.step({ do: "ask", at: 0, question: 0 })
      await world.step({ do: "pass", ms: 49 * HOUR })
      await countDays(ports, world.partner)
      const { settings } = world.partner
      const hours = { ...settings.hours, timeZone: "Europe/Berlin" }
      const there = { ...world.partner, settings: { ...settings, hours } }
      const days = async () =>
        (await figuresOf(ports, there, { from: "2026-11-18", to: "2026-11-20" })).days.map(
          (day) => day.conversations,
        )
      expect(await days()).toEqual([0, 1, 0])
      await countDays(ports, there)
      expect(await days()).toEqual([0, 1, 0])
      const zones = await database.db
        .selectFrom("daily_figure")
        .select(["day", "time_zone"])
        .orderBy("day")
        .execute()
      expect(zones.filter(({ day }) => day > "2026-11-18")).toEqual([
        { day: "2026-11-19", time_zone: "Europe/Berlin" },
        { day: "2026-11-20", time_zone: "Europe/Berlin" },
      ])
    } finally {
      await world.close()
    }
  })

  test("new definitions have days counted again, but not those of which something has been erased by its age", async () => {
    const database = await open()
    const world = await StatsWorld.open(database, "UTC", STARTS)
    const ports = statsPorts(database)
    const { partner } = world
    try {
      for (let day = 0; day < 3; day++) {
        await world.step({ do: "open", customer: day })
        await world.step({ do: "ask", at: day, question: 0 })
        await world.step({ do: "pass", ms: 24 * HOUR })
      }
      await countDays(ports, partner)
      await database.db
        .updateTable("daily_figure")
        .set({ version: 0, figures: sql`replace(figures, '"conversations":1,', '"conversations":7,')` })
        .execute()
      await database.db
        .updateTable("figures_counted")
        .set({ kept_up_to: Date.UTC(2026, 10, 19) })
        .execute()
      const days = async () =>
        (await figuresOf(ports, partner, { from: "2026-11-18", to: "2026-11-20" })).days.map(
          (day) => day.conversations,
        )
      expect(await days()).toEqual([7, 1, 1])
      expect(await countDays(ports, partner)).toEqual(["2026-11-20", "2026-11-19"])
      await runDay(ports, partner, "2026-11-18")
      expect(await days()).toEqual([7, 1, 1])
      expect(await countDays(ports, partner)).toEqual([])
    } finally {
      await world.close()
    }
  })

  test("questions are told where two customers ask them, gaps where the bot was not sure", async () => {
    const database = await open()
    const world = await StatsWorld.open(database, "UTC", STARTS)
    try {
      for (const [customer, question, as] of [
        [0, 0, "sure"],
        [1, 1, "unsure"],
        [2, 0, "sure"],
        [0, 2, "unsure"],
        [0, 2, "unsure"],
        [1, 3, "hello"],
        [2, 3, "person"],
      ] as const)
        await world.step({ do: "crm", customer, question, as, tenThousandths: 4_000, up: undefined })
      const day = "2026-11-18"
      const asked = { text: "Where is my order?", asked: 3, customers: 3, unsure: 1 }
      expect(await questionsOf(statsPorts(database), world.partner, { from: day, to: day })).toEqual({
        topQuestions: [asked],
        topGaps: [asked],
        questionsFrom: day,
      })
    } finally {
      await world.close()
    }
  })
})
