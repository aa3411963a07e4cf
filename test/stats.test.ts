import { afterEach, expect, setSystemTime, test } from "bun:test"
import fc from "fast-check"
import type { Partner } from "../src/core/partner.ts"
import { conversationCsvHead, conversationCsvLine } from "../src/core/stats/conversation-csv.ts"
import { countDays } from "../src/core/stats/count-days.ts"
import { spanOfDays } from "../src/core/stats/days.ts"
import type { Figures, TimeFigures } from "../src/core/stats/figures.ts"
import type { StatsPorts } from "../src/core/stats/ports.ts"
import { factsIn, runDay } from "../src/core/stats/run-day.ts"
import { type DaySpan, figuresOf } from "../src/core/stats/show-stats.ts"
import type { Database } from "../src/storage/database.ts"
import { erase } from "../src/storage/privacy/erase.ts"
import { statsPorts } from "../src/storage/stats/stats-ports.ts"
import { eachDatabase } from "./databases.ts"
import { AGENTS, StatsWorld, type Step } from "./stats-world.ts"

afterEach(() => {
  setSystemTime()
})

const HOUR = 3_600_000

/** Where the clocks are put forward or back, at midnight too, and where they never are. */
const PLACES = [
  { timeZone: "UTC", startsAt: Date.UTC(2026, 10, 20, 20) },
  { timeZone: "Europe/Berlin", startsAt: Date.UTC(2026, 9, 24, 3) },
  { timeZone: "Europe/Berlin", startsAt: Date.UTC(2026, 2, 28, 12) },
  { timeZone: "America/New_York", startsAt: Date.UTC(2026, 9, 31, 12) },
  { timeZone: "Africa/Cairo", startsAt: Date.UTC(2026, 3, 23, 10) },
  { timeZone: "America/Santiago", startsAt: Date.UTC(2026, 3, 4, 12) },
  { timeZone: "Australia/Lord_Howe", startsAt: Date.UTC(2026, 3, 4, 3) },
  { timeZone: "Asia/Kathmandu", startsAt: Date.UTC(2026, 11, 31, 6) },
  { timeZone: "Pacific/Kiritimati", startsAt: Date.UTC(2026, 5, 1, 8) },
]

const at = fc.nat(20)
const agent = fc.integer({ min: 1, max: AGENTS })
const customer = fc.nat(3)
const question = fc.nat(3)
const tenThousandths = fc.nat(10_000)
const as = fc.constantFrom("sure", "sure", "unsure", "person", "hello")
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constant("pass"),
      ms: fc.oneof(fc.nat(90_000), fc.integer({ min: HOUR, max: 9 * HOUR })),
    }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constant("open"), customer }) },
  { weight: 9, arbitrary: fc.record({ do: fc.constant("ask"), at, question }) },
  { weight: 9, arbitrary: fc.record({ do: fc.constant("answer"), at, as, tenThousandths }) },
  { weight: 5, arbitrary: fc.record({ do: fc.constantFrom("want", "read", "leave", "expire"), at }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constant("say"), at, agent }) },
  {
    weight: 6,
    arbitrary: fc.record({ do: fc.constantFrom("note", "take", "back", "close", "reopen"), at, agent }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("transfer"), at, agent, to: fc.nat(AGENTS) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("thumb"), at, up: fc.boolean() }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant("rate"), at, score: fc.integer({ min: 1, max: 5 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("ticket"), at, form: fc.nat(1) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("ticketStatus"),
      at: fc.nat(4),
      status: fc.constantFrom("open", "in_progress", "closed"),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("crm"),
      customer,
      question,
      as,
      tenThousandths,
      up: fc.option(fc.boolean(), { nil: undefined }),
    }),
  },
) as fc.Arbitrary<Step>
const history = fc.array(step, { minLength: 60, maxLength: 90 })

eachDatabase((name, open) => {
  test("figures are what counting every raw row gives, counted before or now, once or again", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...PLACES),
        fc.constantFrom(...PLACES.map(({ timeZone }) => timeZone)),
        history,
        history,
        async ({ timeZone, startsAt }, another, first, then) => {
          const database = await open()
          const world = await StatsWorld.open(database, timeZone, startsAt)
          const ports = statsPorts(database)
          const days = () => daysBetween(timeZone, startsAt, Date.now())
          const span = () => ({ from: days()[0] ?? "", to: days().at(-1) ?? "" })
          try {
            for (const step of first) await world.step(step)
            expect(await figuresOf(ports, world.partner, span())).toEqual(
              await byHand(world, timeZone, days()),
            )
            await countDays(ports, world.partner)
            expect(await figuresOf(ports, world.partner, span())).toEqual(
              await byHand(world, timeZone, days()),
            )
            for (const step of then) await world.step(step)
            const all = await byHand(world, timeZone, days())
            expect(await figuresOf(ports, world.partner, span())).toEqual(all)
            expect<unknown>(recounted(await csvOf(world, ports, span()), timeZone)).toEqual(recountable(all))
            await countDays(ports, world.partner)
            expect(await figuresOf(ports, world.partner, span())).toEqual(all)
            for (const day of days())
              expect(await figuresOf(ports, world.partner, { from: day, to: day })).toEqual(
                await byHand(world, timeZone, [day]),
              )
            const stored = await storedRows(database)
            for (const { day } of stored) await runDay(ports, world.partner, day)
            expect(await storedRows(database)).toEqual(stored)
            // The partner moves: its days begin and end elsewhere, whichever of them were counted before.
            const there = moved(world.partner, another)
            const theirDays = daysBetween(another, startsAt, Date.now())
            const theirSpan = { from: theirDays[0] ?? "", to: theirDays.at(-1) ?? "" }
            const theirs = await byHand(world, another, theirDays)
            expect(await figuresOf(ports, there, theirSpan)).toEqual(theirs)
            await countDays(ports, there)
            expect(await figuresOf(ports, there, theirSpan)).toEqual(theirs)
            expect(await figuresOf(ports, world.partner, span())).toEqual(all)
          } finally {
            await world.close()
            await database.close()
          }
        },
      ),
      // Shrinking goes on for longer than a test may: what was found by then is told.
      { numRuns: name === "sqlite" ? 15 : 6, interruptAfterTimeLimit: 240_000 },
    )
  }, 300_000)
})

eachDatabase((_name, open) => {
  test("days of somebody who is erased are counted again of what is left", async () => {
    const database = await open()
    const startsAt = Date.UTC(2026, 9, 24, 3)
    const world = await StatsWorld.open(database, "Europe/Berlin", startsAt)
    const ports = statsPorts(database)
    const days = () => daysBetween("Europe/Berlin", startsAt, Date.now())
    const span = () => ({ from: days()[0] ?? "", to: days().at(-1) ?? "" })
    try {
      for (let i = 0; i < 12; i++) {
        await world.step({ do: "open", customer: i % 3 })
        await world.step({ do: "ask", at: i, question: i % 4 })
        await world.step({ do: "answer", at: i, as: i % 2 ? "sure" : "unsure", tenThousandths: 100 * i + 1 })
        await world.step({ do: "ticket", at: i, form: 0 })
        await world.step({ do: "pass", ms: 7 * HOUR })
      }
      await countDays(ports, world.partner)
      const before = await figuresOf(ports, world.partner, span())
      const subject = { partnerId: world.partner.id, userIds: [], emails: [] }
      const erased = world.customers[1]
      await erase(database, { ...subject, customerIds: [erased?.id ?? 0] }, "operator", () => {})
      const after = await figuresOf(ports, world.partner, span())
      expect(after).toEqual(await byHand(world, "Europe/Berlin", days()))
      expect(after.conversations).toBeLessThan(before.conversations)
    } finally {
      await world.close()
    }
  }, 60_000)
})

eachDatabase((_name, open) => {
  const figuresAfter = async (steps: readonly Step[]) => {
    const database = await open()
    const world = await StatsWorld.open(database, "UTC", Date.UTC(2026, 10, 20, 8))
    try {
      for (const step of steps) await world.step(step)
      return await figuresOf(statsPorts(database), world.partner, { from: "2026-11-20", to: "2026-11-20" })
    } finally {
      await world.close()
    }
  }
  const answered: Step[] = [
    { do: "open", customer: 0 },
    { do: "ask", at: 0, question: 0 },
    { do: "answer", at: 0, as: "sure", tenThousandths: 9_000 },
  ]

  test("an agent who looks in and says nothing takes no answer from the bot", async () => {
    const taken: Step = { do: "take", at: 0, agent: 1 }
    const has = await figuresAfter([...answered, taken])
    expect(has.outcomes).toMatchObject({ escalated: 1, answered_by_bot: 0 })
    for (const then of ["back", "close"] as const) {
      const figures = await figuresAfter([...answered, taken, { do: then, at: 0, agent: 1 }])
      expect(figures.outcomes).toMatchObject({ answered_by_bot: 1, abandoned: 0, escalated: 0 })
      expect(figures.handedOver).toBe(1)
    }
    const reopened = await figuresAfter([
      ...answered,
      { do: "leave", at: 0 },
      { do: "reopen", at: 0, agent: 1 },
      { do: "close", at: 0, agent: 1 },
    ])
    expect(reopened.outcomes).toMatchObject({ answered_by_bot: 1, abandoned: 0 })
  })

  test("who wanted a person and got no word of one has been abandoned, whatever the bot said", async () => {
    const wanted: Step[] = [...answered, { do: "want", at: 0 }, { do: "take", at: 0, agent: 1 }]
    const figures = await figuresAfter([...wanted, { do: "close", at: 0, agent: 1 }])
    expect(figures.outcomes).toMatchObject({ answered_by_bot: 0, abandoned: 1 })
  })

  test("a person resolves nothing before they have answered, though it was closed before", async () => {
    const figures = await figuresAfter([
      { do: "open", customer: 0 },
      { do: "ask", at: 0, question: 0 },
      { do: "answer", at: 0, as: "unsure", tenThousandths: 101 },
      { do: "pass", ms: 3 * HOUR },
      { do: "expire", at: 0 },
      { do: "pass", ms: 9 * HOUR },
      { do: "reopen", at: 0, agent: 1 },
      { do: "say", at: 0, agent: 1 },
      { do: "pass", ms: 60_000 },
      { do: "close", at: 0, agent: 1 },
    ])
    expect(figures.outcomes.answered_by_person).toBe(1)
    expect(figures.resolution.person.median).toBe(12 * 3_600 + 60)
    expect(figures.agents[0]?.resolution.median).toBe(12 * 3_600 + 60)
  })
})

function moved(partner: Partner, timeZone: string): Partner {
  const { settings } = partner
  return { ...partner, settings: { ...settings, hours: { ...settings.hours, timeZone } } }
}

/** What `chatd stats --csv` writes, as its readers read it. */
async function csvOf(
  world: StatsWorld,
  ports: StatsPorts,
  { from, to }: DaySpan,
): Promise<Record<string, string>[]> {
  const { timeZone } = world.partner.settings.hours
  let text = conversationCsvHead()
  for await (const some of factsIn(ports, world.partner.id, spanOfDays(timeZone, from, to)))
    for (const facts of some) text += conversationCsvLine(facts, timeZone)
  const [head = [], ...rows] = text
    .trimEnd()
    .split("\r\n")
    .map((line) => line.split(","))
  return rows.map((row) => Object.fromEntries(head.map((name, i) => [name, row[i] ?? ""])))
}

/** The figures that the rows hold, counted as anybody would in a spreadsheet. */
function recounted(rows: readonly Record<string, string>[], timeZone: string) {
  const numbers = (name: string) => rows.flatMap((row) => (row[name] ? [Number(row[name])] : []))
  const sum = (name: string) => numbers(name).reduce((all, n) => all + n, 0)
  const outcome = (name: string) => rows.filter((row) => row.outcome === name).length
  const resolved = (name: string) =>
    inTimes(
      rows
        .filter((row) => row.outcome === name)
        .flatMap((row) => (row.resolution_seconds ? [Number(row.resolution_seconds)] : [])),
    )
  const confidence = Array(10).fill(0)
  for (const row of rows)
    for (const one of (row.confidences ?? "").split(" ").filter(Boolean))
      confidence[Math.min(9, Math.floor(Math.round(Number(one) * 10_000) / 1000))]++
  const hours = Array.from({ length: 7 }, () => Array(24).fill(0) as number[])
  for (const { started_at = "" } of rows) {
    const wall = new Date(started_at).toLocaleString("sv-SE", { timeZone })
    const ofDay = hours[(new Date(`${wall.slice(0, 10)}T00:00:00Z`).getUTCDay() + 6) % 7] as number[]
    ofDay[Number(wall.slice(11, 13))] = (ofDay[Number(wall.slice(11, 13))] ?? 0) + 1
  }
  return {
    hours,
    conversations: rows.length,
    open: rows.filter((row) => row.closed_at === "").length,
    messages: [sum("customer_messages"), sum("bot_messages"), sum("agent_messages")],
    outcomes: {
      answered_by_person: outcome("answered_by_person"),
      escalated: outcome("escalated"),
      answered_by_bot: outcome("answered_by_bot"),
      abandoned: outcome("abandoned"),
      no_question: outcome("no_question"),
      pending: outcome("pending"),
    },
    handedOver: rows.filter((row) => row.handed_over === "true").length,
    handoffs: numbers("tickets").filter((n) => n > 0).length,
    transfers: sum("transfers"),
    reopened: numbers("reopened").filter((n) => n > 0).length,
    firstResponse: {
      bot: inTimes(numbers("bot_first_response_seconds")),
      person: inTimes(numbers("person_first_response_seconds")),
      toWish: inTimes(numbers("person_response_to_wish_seconds")),
    },
    queueWait: inTimes(numbers("queue_wait_seconds")),
    resolution: { bot: resolved("answered_by_bot"), person: resolved("answered_by_person") },
    confidence,
    feedback: { up: sum("thumbs_up"), down: sum("thumbs_down") },
    rating: inScores(numbers("rating")),
    agents: Array.from({ length: AGENTS }, (_, i) => {
      const number = i + 1
      const spoke = rows.filter((row) => ` ${row.agents}`.includes(` ${number}:`))
      const last = rows.filter((row) => row.last_agent === String(number))
      return {
        number,
        conversations: spoke.length,
        messages: spoke.reduce(
          (all, row) => all + Number(` ${row.agents}`.split(` ${number}:`)[1]?.split(" ")[0]),
          0,
        ),
        responseToWish: inTimes(
          rows
            .filter((row) => row.first_agent === String(number))
            .map((row) => Number(row.person_response_to_wish_seconds)),
        ),
        resolution: inTimes(
          last.flatMap((row) =>
            row.resolution_seconds && row.outcome === "answered_by_person"
              ? [Number(row.resolution_seconds)]
              : [],
          ),
        ),
        rating: inScores(last.flatMap((row) => (row.rating ? [Number(row.rating)] : []))),
      }
    }),
    days: [...new Set(rows.map((row) => row.day))]
      .sort()
      .map((day) => [day, rows.filter((row) => row.day === day).length]),
  }
}

function recountable({ crm: _, tickets: __, messages, agents, days, ...figures }: Figures) {
  const { customer, bot, agent } = messages
  return {
    ...figures,
    messages: [customer, bot, agent],
    agents: agents.map(({ name: _, ...rest }) => rest),
    days: days.flatMap(({ day, conversations }) => (conversations > 0 ? [[day, conversations]] : [])),
  }
}

function storedRows({ db }: Database) {
  return db
    .selectFrom("daily_figure")
    .select(["day", "agent_number", "figures", "open_count", "time_zone"])
    .orderBy("day")
    .orderBy("agent_number")
    .execute()
}

/* From here on everything is counted by hand, out of raw rows, and knows nothing of how the figures are made. */

function localDay(timeZone: string, at: number): string {
  return new Intl.DateTimeFormat("sv-SE", { timeZone }).format(at)
}

function daysBetween(timeZone: string, from: number, to: number): string[] {
  const days = new Set<string>()
  for (let at = from; at < to; at += HOUR / 2) days.add(localDay(timeZone, at))
  days.add(localDay(timeZone, to))
  return [...days].sort()
}

interface Row {
  conversation_id: number
  seq: number
  type: string
  sender_kind: string
  sender_id: string
  // biome-ignore lint/suspicious/noExplicitAny: raw JSON
  data: any
  at: number
}

async function byHand(world: StatsWorld, timeZone: string, days: string[]): Promise<Figures> {
  const { db } = world.database
  const conversations = await db.selectFrom("conversation").selectAll().orderBy("number").execute()
  const raw = await db.selectFrom("conversation_event").selectAll().orderBy("seq").execute()
  const rows = raw.map((row) => ({ ...row, data: row.data === null ? {} : JSON.parse(row.data) }) as Row)
  const outcomes = {
    answered_by_person: 0,
    escalated: 0,
    answered_by_bot: 0,
    abandoned: 0,
    no_question: 0,
    pending: 0,
  }
  const total = {
    conversations: 0,
    open: 0,
    messages: { customer: 0, bot: 0, agent: 0, total: 0 },
    outcomes,
    handedOver: 0,
    handoffs: 0,
    transfers: 0,
    reopened: 0,
    confidence: Array(10).fill(0) as number[],
    feedback: { up: 0, down: 0 },
    hours: Array.from({ length: 7 }, () => Array(24).fill(0) as number[]),
  }
  const times = {
    bot: [] as number[],
    person: [] as number[],
    toWish: [] as number[],
    queue: [] as number[],
    doneByBot: [] as number[],
    doneByPerson: [] as number[],
  }
  const scores: number[] = []
  const perDay = new Map(
    days.map((day) => [
      day,
      { conversations: 0, messages: 0, outcomes: { ...outcomes }, handedOver: 0, wishes: [] as number[] },
    ]),
  )
  const perAgent = new Map<
    number,
    { conversations: number; messages: number; wishes: number[]; done: number[]; scores: number[] }
  >()
  for (let n = 1; n <= AGENTS; n++)
    perAgent.set(n, { conversations: 0, messages: 0, wishes: [], done: [], scores: [] })

  for (const conversation of conversations) {
    const all = rows.filter((row) => row.conversation_id === conversation.id)
    let happened = false
    for (const row of all) if (row.type !== "note" && row.type !== "read") happened = true
    // That it ended is all that can be said of one that was only opened.
    const [only] = all
    if (!happened || (all.length === 1 && only?.type === "status" && only.data.status === "closed")) continue
    let firstAsked: Row | undefined
    let lastAsked: Row | undefined
    for (const row of all) {
      if (row.type !== "message" || row.sender_kind !== "customer") continue
      firstAsked ??= row
      lastAsked = row
    }
    const began = firstAsked ? firstAsked.at : conversation.created_at
    const day = localDay(timeZone, began)
    const ofDay = perDay.get(day)
    if (!ofDay) continue

    // One pass over the log, as somebody would read it.
    let wanted: Row | undefined
    let waited = false
    let helped = false
    let answeredAfterAsked = false
    let personAfterAsked = false
    let personAfterWish = false
    let handedOver = false
    let reopened = false
    let ticketed = false
    let keeper: number | undefined
    let closed = false
    let isPersons = false
    let lastSaid: number | undefined
    let lastVerdict: "answer" | "none" | undefined
    let botSpoke = false
    let onlyChat = true
    let resolved: number | undefined
    let score: number | undefined
    let wish: number | undefined
    let lastAgent: number | undefined
    const spoke = new Map<number, number>()
    const seconds = (from: number, to: number) => Math.round((to - from) / 1000)
    const sure = (confidence: number) => {
      const tenth = Math.min(9, Math.floor(Math.round(confidence * 10_000) / 1000))
      total.confidence[tenth] = (total.confidence[tenth] ?? 0) + 1
    }
    for (const row of all) {
      if (row.type === "message") {
        lastSaid = row.at
        total.messages.total++
        ofDay.messages++
        if (row.sender_kind === "customer") {
          total.messages.customer++
          resolved = undefined
        }
        if (row.sender_kind === "bot") {
          total.messages.bot++
          botSpoke = true
          const note = row.data.answer
          const isChat = note && note.escalation === null && note.feedback === false
          if (!isChat) onlyChat = false
          if (note && !isChat) lastVerdict = note.escalation === null ? "answer" : "none"
          if (note && !isChat && note.escalation === null) {
            sure(note.confidence)
            if (firstAsked && row.seq > firstAsked.seq && !answeredAfterAsked) {
              answeredAfterAsked = true
              times.bot.push(seconds(firstAsked.at, row.at))
            }
          }
          if (note?.escalation && ["low_confidence", "no_results"].includes(note.escalation.reason))
            sure(note.confidence)
        }
        if (row.sender_kind === "agent") {
          total.messages.agent++
          const number = Number(row.sender_id.replace("agent-", ""))
          spoke.set(number, (spoke.get(number) ?? 0) + 1)
          lastAgent = number
          if (firstAsked && row.seq > firstAsked.seq && !personAfterAsked) {
            personAfterAsked = true
            if (!personAfterWish) resolved = undefined
            times.person.push(seconds(firstAsked.at, row.at))
          }
          if (wanted && !personAfterWish) {
            if (!personAfterAsked) resolved = undefined
            personAfterWish = true
            wish = seconds(wanted.at, row.at)
            times.toWish.push(wish)
            ofDay.wishes.push(wish)
            perAgent.get(number)?.wishes.push(wish)
          }
        }
      }
      if (row.type === "status") {
        const { status, handler, reason, agentId, why } = row.data
        if (handler === "person" && status !== "closed") handedOver = true
        if (handler === "person" && status === "active" && wanted && !helped) {
          helped = true
          times.queue.push(seconds(wanted.at, row.at))
        }
        if (reason === "person_requested") wanted ??= row
        const isLook = reason === "reopened" && row.sender_kind === "agent"
        if (handler === "person" && status === "waiting" && !isLook) waited = true
        isPersons = handler === "person" && status !== "closed"
        if (reason === "reopened") reopened = true
        if (why?.reason === "not_sure" && why.confidence !== null) sure(why.confidence)
        if (agentId !== null && agentId !== undefined) {
          if (keeper !== undefined && keeper !== agentId) total.transfers++
          keeper = agentId
        }
        closed = status === "closed"
        if (closed) resolved ??= reason === "timeout" && lastSaid !== undefined ? lastSaid : row.at
      }
      if (row.type === "feedback") total.feedback[row.data.helpful ? "up" : "down"]++
      if (row.type === "rating") score = row.data.score
      if (row.type === "ticket") ticketed = true
    }

    const outcome =
      personAfterAsked || personAfterWish
        ? "answered_by_person"
        : ticketed
          ? "escalated"
          : waited || (isPersons && spoke.size === 0)
            ? closed
              ? "abandoned"
              : "escalated"
            : !lastAsked || (botSpoke && onlyChat)
              ? "no_question"
              : lastVerdict === "answer"
                ? "answered_by_bot"
                : closed
                  ? "abandoned"
                  : "pending"
    total.conversations++
    ofDay.conversations++
    outcomes[outcome]++
    ofDay.outcomes[outcome]++
    if (!closed) total.open++
    if (handedOver) {
      total.handedOver++
      ofDay.handedOver++
    }
    if (ticketed) total.handoffs++
    if (reopened) total.reopened++
    const hour = Number(
      new Intl.DateTimeFormat("sv-SE", { timeZone, hour: "numeric", minute: "numeric" })
        .format(began)
        .slice(0, 2),
    )
    const weekday = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].indexOf(
      new Intl.DateTimeFormat("en-US", { timeZone, weekday: "short" }).format(began),
    )
    const hours = total.hours[weekday] as number[]
    hours[hour] = (hours[hour] ?? 0) + 1
    if (closed && firstAsked && resolved !== undefined) {
      const took = seconds(firstAsked.at, resolved)
      if (outcome === "answered_by_bot") times.doneByBot.push(took)
      if (outcome === "answered_by_person") {
        times.doneByPerson.push(took)
        if (lastAgent !== undefined) perAgent.get(lastAgent)?.done.push(took)
      }
    }
    if (score !== undefined) {
      scores.push(score)
      if (lastAgent !== undefined) perAgent.get(lastAgent)?.scores.push(score)
    }
    for (const [number, messages] of spoke) {
      const theirs = perAgent.get(number)
      if (!theirs) throw new Error(`agent ${number} is there`)
      theirs.conversations++
      theirs.messages += messages
    }
  }

  const isWithin = (at: number) => days.includes(localDay(timeZone, at))
  const crm = {
    questions: 0,
    answered: 0,
    escalated: 0,
    confidence: Array(10).fill(0),
    feedback: { up: 0, down: 0 },
  }
  for (const row of await db.selectFrom("interaction").selectAll().execute()) {
    if (row.agent_type === "chat" || !isWithin(row.created_at)) continue
    if (row.composed_by === "smalltalk" && row.escalation !== "human_requested") continue
    crm.questions++
    crm[row.escalation === null ? "answered" : "escalated"]++
    if (row.escalation !== "human_requested")
      crm.confidence[Math.min(9, Math.floor(Math.round(row.confidence * 10_000) / 1000))]++
  }
  for (const row of await db.selectFrom("feedback").selectAll().execute())
    if (JSON.parse(row.rating).agentType !== "chat" && isWithin(row.created_at))
      crm.feedback[row.helpful ? "up" : "down"]++
  const tickets = { opened: 0, closed: 0 }
  for (const ticket of await db.selectFrom("ticket").selectAll().execute()) {
    if (isWithin(ticket.created_at)) tickets.opened++
    const changes = await db
      .selectFrom("ticket_change")
      .selectAll()
      .where("ticket_id", "=", ticket.id)
      .orderBy("seq")
      .execute()
    const closing = changes.find((change) => change.kind === "status" && change.to_value === "closed")
    if (closing && isWithin(closing.at)) tickets.closed++
  }

  return {
    ...total,
    firstResponse: { bot: inTimes(times.bot), person: inTimes(times.person), toWish: inTimes(times.toWish) },
    queueWait: inTimes(times.queue),
    resolution: { bot: inTimes(times.doneByBot), person: inTimes(times.doneByPerson) },
    rating: inScores(scores),
    crm,
    tickets,
    agents: [...perAgent].map(([number, theirs]) => ({
      number,
      name: `Agent ${number}`,
      conversations: theirs.conversations,
      messages: theirs.messages,
      responseToWish: inTimes(theirs.wishes),
      resolution: inTimes(theirs.done),
      rating: inScores(theirs.scores),
    })),
    days: [...perDay].map(([day, { wishes, ...counts }]) => ({
      day,
      ...counts,
      medianResponseToWish: inTimes(wishes).median,
    })),
  }
}

function inTimes(given: number[]): TimeFigures {
  const sorted = [...given].sort((a, b) => a - b)
  const n = sorted.length
  if (n === 0) return { count: 0, median: null, p90: null, mean: null }
  const middle =
    n % 2 === 1 ? (sorted[(n - 1) / 2] ?? 0) : ((sorted[n / 2 - 1] ?? 0) + (sorted[n / 2] ?? 0)) / 2
  // The first that at least nine of ten do not exceed.
  const p90 = sorted.find((_, i) => (i + 1) * 10 >= n * 9) ?? 0
  let sum = 0
  for (const one of sorted) sum += one
  return { count: n, median: Math.round(middle), p90, mean: Math.round(sum / n) }
}

function inScores(given: number[]) {
  const scores = [0, 0, 0, 0, 0]
  let sum = 0
  for (const score of given) {
    scores[score - 1] = (scores[score - 1] ?? 0) + 1
    sum += score
  }
  return {
    count: given.length,
    mean: given.length === 0 ? null : Math.round((sum / given.length) * 100) / 100,
    scores,
  }
}
