import { describe, expect, test } from "bun:test"
import { readFileSync } from "node:fs"
import { join } from "node:path"
import type { ConversationEvent, EventData, EventType, SenderKind } from "../conversations/conversation.ts"
import { CONVERSATION_COLUMNS, conversationCsvHead, conversationCsvLine } from "./conversation-csv.ts"
import { factsOf } from "./conversation-facts.ts"
import { dayAfter, dayAt, daysOf, hourAt, isDay, spanOfDay, weekdayOf } from "./days.ts"
import { DEFINITIONS } from "./definitions.ts"
import { figuresFrom, timeFigures } from "./figures.ts"
import { sameWords } from "./questions.ts"
import { Counter } from "./tally.ts"

const HOUR = 3_600_000

describe("days", () => {
  test.each([
    ["UTC", "2026-11-21", 24],
    ["Europe/Berlin", "2026-03-29", 23],
    ["Europe/Berlin", "2026-10-25", 25],
    ["Australia/Lord_Howe", "2026-04-05", 24.5],
    // There the clocks go from midnight to one, or from midnight back to eleven.
    ["Africa/Cairo", "2026-04-24", 23],
    ["America/Santiago", "2026-04-04", 25],
    // Samoa left it out.
    ["Pacific/Apia", "2011-12-30", 0],
  ])("in %s %s has %d hours", (timeZone, day, hours) => {
    const { from, to } = spanOfDay(timeZone, day)
    expect((to - from) / HOUR).toBe(hours)
  })

  test.each(["UTC", "Europe/Berlin", "America/Santiago", "America/St_Johns", "Africa/Cairo", "Pacific/Apia"])(
    "every moment in %s belongs to the one day whose span holds it",
    (timeZone) => {
      for (let at = Date.UTC(2011, 11, 28); at < Date.UTC(2012, 0, 2); at += HOUR / 3) {
        const { from, to } = spanOfDay(timeZone, dayAt(timeZone, at))
        expect(from <= at && at < to).toBe(true)
      }
      // Newfoundland once put its clocks back a minute after midnight.
      for (let at = Date.UTC(2009, 9, 31); at < Date.UTC(2009, 10, 3); at += 30_000) {
        const { from, to } = spanOfDay(timeZone, dayAt(timeZone, at))
        expect(from <= at && at < to).toBe(true)
      }
    },
  )

  test("are counted, named and told apart", () => {
    expect(daysOf("2026-02-27", "2026-03-01")).toEqual(["2026-02-27", "2026-02-28", "2026-03-01"])
    expect(dayAfter("2026-01-01", -1)).toBe("2025-12-31")
    expect(weekdayOf("2026-11-23")).toBe(0)
    expect(hourAt("Asia/Kathmandu", Date.UTC(2026, 0, 1, 18, 15))).toBe(0)
    expect(["2026-02-29", "2026-2-1", "", "2024-02-29"].map(isDay)).toEqual([false, false, false, true])
  })
})

describe("times", () => {
  test.each([
    [[], null, null, null],
    [[[5, 1]], 5, 5, 5],
    [
      [
        [1, 1],
        [2, 1],
      ],
      2,
      2,
      2,
    ],
    [
      [
        [0, 9],
        [100, 1],
      ],
      0,
      0,
      10,
    ],
    [
      [
        [0, 8],
        [50, 2],
      ],
      0,
      50,
      10,
    ],
  ] as const)("%j", (times, median, p90, mean) => {
    expect(timeFigures(times as unknown as [number, number][])).toMatchObject({ median, p90, mean })
  })
})

describe("a conversation's line", () => {
  const facts = factsOf({ number: 7, openedAt: Date.UTC(2026, 10, 21), customer: '=cmd|"x",1', events: [] })

  test("has what spreadsheets take for formulas as text", () => {
    const cells = conversationCsvLine(facts, "UTC").trimEnd()
    expect(cells).toContain(`"'=cmd|""x"",1"`)
    for (const customer of ["+1", "-1", "@x", "\tx", "\rx"])
      expect(conversationCsvLine({ ...facts, customer }, "UTC")).toContain(`'${customer}`)
  })

  test("has as many cells as there are columns, each of which is explained", () => {
    expect(conversationCsvHead().split(",")).toHaveLength(CONVERSATION_COLUMNS.length)
    const plain = conversationCsvLine({ ...facts, customer: "v-1" }, "UTC")
    expect(plain.split(",")).toHaveLength(CONVERSATION_COLUMNS.length)
    for (const { text } of CONVERSATION_COLUMNS) expect(text).toEndWith(".")
  })
})

test("what an agent began with and the bot answered is resolved by the bot, though the agent spoke last of the agents", () => {
  const event = (
    seq: number,
    type: EventType,
    kind: SenderKind,
    data: EventData = {},
  ): ConversationEvent => ({
    ...{ conversationId: 1, seq, type, sender: { kind, id: kind === "agent" ? "agent-3" : kind } },
    ...{ clientId: undefined, text: "…", data, at: seq * 60_000 },
  })
  const answer = { confidence: 0.9, sources: [], feedback: true, escalation: null }
  const events = [
    event(1, "message", "agent"),
    event(2, "message", "customer"),
    event(3, "message", "bot", { answer }),
    event(4, "status", "system", { status: "closed", handler: "bot", reason: "closed_by_customer" }),
  ]
  const counter = new Counter()
  counter.add(factsOf({ number: 1, openedAt: 0, customer: "v-1", events }), 0)
  expect(counter.conversations).toMatchObject({
    outcomes: { answered_by_bot: 1 },
    botResolution: [[120, 1]],
    personResolution: [],
  })
  expect(counter.agents).toMatchObject([[3, { conversations: 1, messages: 1, resolution: [] }]])
})

test("every figure is defined, in one sentence, and nothing else is", () => {
  const names = new Set(DEFINITIONS.map(({ name }) => name))
  expect(names.size).toBe(DEFINITIONS.length)
  for (const { text } of DEFINITIONS) expect(text).toMatch(/^[A-Z].*\.$/)
  const { days: _, ...figures } = { ...figuresFrom([], []), topQuestions: [], topGaps: [] }
  const top = (name: string) => name.split(".")[0] ?? ""
  expect(new Set([...names].map(top))).toEqual(new Set(Object.keys(figures)))
  for (const outcome of Object.keys(figures.outcomes)) expect(names).toContain(`outcomes.${outcome}`)
})

test("docs/stats.md has every figure and every column as they are", () => {
  const doc = readFileSync(join(import.meta.dir, "../../../docs/stats.md"), "utf8")
  for (const { label, name, unit, text } of DEFINITIONS)
    expect(doc).toContain(`| ${label} | \`${name}\` | ${unit} | ${text} |`)
  for (const { name, text } of CONVERSATION_COLUMNS) expect(doc).toContain(`| \`${name}\` | ${text} |`)
})

test.each([
  ["Where is my order?", "WHERE IS the Order", true],
  ["Order where?", "where, order!", true],
  ["Wo ist meine Bestellung?", "wo ist die bestellung", true],
  ["Can I pay by card?", "Can I pay by invoice?", false],
  ["你好吗", "吗你好", true],
  ["the", "The?", true],
  ["?!", "", true],
])("%p and %p are the same question: %p", (one, other, same) => {
  expect(sameWords(one) === sameWords(other)).toBe(same)
})
