import { expect, test } from "bun:test"
import { join } from "node:path"
import { stripVTControlCharacters, styleText } from "node:util"
import { DEFINITIONS } from "../../src/core/stats/definitions.ts"
import { figuresFrom } from "../../src/core/stats/figures.ts"
import type { StatsReport } from "../../src/core/stats/report.ts"
import { ASCII, BLOCKS } from "../charts/glyphs.ts"
import { expectStored } from "../console/testing/stored-screen.ts"
import { widthOf } from "../text-width.ts"
import type { Look } from "./blocks.ts"
import { statsLines } from "./screen.ts"

// Of the week in the picture the last day is not over.
const TODAY = "2026-11-21"
const plain: Look = { width: 80, glyphs: BLOCKS, paint: (_, text) => text }
const times = (count: number, median: number) => ({ count, median, p90: 4 * median, mean: 2 * median })

function report(): StatsReport {
  const nothing = figuresFrom([], [])
  const outcomes = {
    answered_by_person: 96,
    escalated: 21,
    answered_by_bot: 274,
    abandoned: 18,
    no_question: 10,
    pending: 3,
  }
  const perDay = [61, 74, 70, 66, 81, 22, 48]
  const week = {
    ...nothing,
    conversations: 422,
    open: 5,
    messages: { customer: 1204, bot: 980, agent: 377, total: 2561 },
    outcomes,
    handedOver: 117,
    handoffs: 19,
    transfers: 4,
    reopened: 2,
    firstResponse: { bot: times(274, 2), person: times(96, 140), toWish: times(96, 95) },
    queueWait: times(101, 31),
    resolution: { bot: times(270, 180), person: times(91, 9_000) },
    confidence: [12, 9, 14, 8, 11, 31, 60, 88, 104, 71],
    feedback: { up: 61, down: 9 },
    rating: { count: 40, mean: 4.25, scores: [1, 2, 4, 12, 21] },
    hours: nothing.hours.map((day, weekday) =>
      day.map((_, hour) => Math.max(0, 9 - Math.abs(hour - 11) - (weekday > 4 ? 5 : 0))),
    ),
  }
  return {
    from: "2026-11-15",
    to: "2026-11-21",
    timeZone: "Europe/Berlin",
    ...week,
    crm: {
      questions: 31,
      answered: 24,
      escalated: 7,
      confidence: nothing.confidence,
      feedback: { up: 3, down: 1 },
    },
    tickets: { opened: 23, closed: 17 },
    agents: [
      {
        number: 2,
        name: "Grace Hopper",
        conversations: 60,
        messages: 240,
        responseToWish: times(50, 80),
        resolution: times(55, 7_000),
        rating: { count: 22, mean: 4.5, scores: [0, 0, 2, 7, 13] },
      },
      {
        number: 3,
        name: "\u001b[31mEve\u202e\u0007 of a very long name that would push all the others away",
        conversations: 40,
        messages: 137,
        responseToWish: times(46, 120),
        resolution: times(36, 9_900),
        rating: { count: 0, mean: null, scores: [0, 0, 0, 0, 0] },
      },
    ],
    days: perDay.map((conversations, i) => ({
      day: `2026-11-${15 + i}`,
      conversations,
      messages: 0,
      outcomes,
      handedOver: 0,
      medianResponseToWish: null,
    })),
    topQuestions: [
      { text: "Where is my order?", asked: 41, customers: 38, unsure: 2 },
      { text: "\u001b]0;owned\u0007 退货 怎么办 ".repeat(9), asked: 12, customers: 9, unsure: 7 },
    ],
    topGaps: [{ text: "Do you ship to Peru?", asked: 12, customers: 9, unsure: 7 }],
    questionsFrom: "2026-11-15",
    before: { from: "2026-11-08", to: "2026-11-14", ...week, conversations: 377 },
  }
}

const empty = (): StatsReport => ({
  from: "2026-11-21",
  to: "2026-11-21",
  timeZone: "UTC",
  ...figuresFrom([], []),
  topQuestions: [],
  topGaps: [],
  questionsFrom: "2026-11-21",
  before: null,
})

test.each([
  ["stats-80", plain, false],
  ["stats-200", { ...plain, width: 200 }, false],
  ["stats-ascii", { ...plain, glyphs: ASCII }, false],
  ["stats-explained", plain, true],
] as const)("%s", (name, look, explain) => {
  const lines = statsLines(report(), look, explain, TODAY)
  expectStored(name, lines.join("\n"), join(import.meta.dir, "screens"))
  // What no one computed must not break the frame, and nothing of a stranger's text may act.
  for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(look.width)
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  expect(lines.join("\n")).not.toMatch(/[\x00-\x09\x0b-\x1f\u202e]/)
})

test("with ASCII alone there is nothing else of ours", () => {
  const ours = { ...report(), agents: [], topQuestions: [], topGaps: [] }
  expect(statsLines(ours, { ...plain, glyphs: ASCII }, true, TODAY).join("\n")).toMatch(/^[\x20-\x7e\n]*$/)
})

test("colours change nothing but colours", () => {
  const painted: Look = {
    ...plain,
    paint: (style, text) => styleText(style, text, { validateStream: false }),
  }
  const lines = statsLines(report(), painted, false, TODAY)
  expect(lines.join("")).toContain("\u001b[")
  expect(lines.map((line) => stripVTControlCharacters(line).trimEnd())).toEqual(
    statsLines(report(), plain, false, TODAY),
  )
})

test("everything that is shown is explained, in full", () => {
  const lines = statsLines(report(), plain, true, TODAY).join(" ").replaceAll(/\s+/g, " ")
  for (const { text } of DEFINITIONS) expect(lines).toContain(text)
})

test("a week that is over is compared without a word of today", () => {
  expect(statsLines(report(), plain, false, "2026-11-22")).toContain(
    "  422 ▲ 12 % more than the 7 days before",
  )
})

test("where there is little room agents still have names", () => {
  expect(statsLines(report(), { ...plain, width: 60 }, false, TODAY).join("\n")).toMatch(/^ {2}2 Grace… /m)
})

test("of very much each count stands below its column", () => {
  const confidence = [1_234_567, 20_345_678, 999_999, 3, 4, 5, 6, 7, 8, 208_878]
  const lines = statsLines({ ...report(), confidence }, plain, false, TODAY)
  const at = lines.indexOf("how sure the bot was, in percent")
  const [drawn = "", percent = "", counts = ""] = lines.slice(at + 4, at + 7)
  const starts = (line: string) => [...line.matchAll(/(?<= {2}|^ {2}| )\S+( M)?/g)].map(({ index }) => index)
  expect(counts.replaceAll(/\s+/g, " ").trim()).toBe("1.23 M 20 M 999999 3 4 5 6 7 8 208878")
  expect(starts(counts)).toEqual(starts(percent))
  expect(starts(drawn)).toEqual(starts(percent))
  for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(80)
})

test("a day on which nothing happened says so", () => {
  expect(statsLines(empty(), plain, false, TODAY)).toEqual([
    "2026-11-21  UTC",
    "",
    "Nothing happened. `chatd stats --month` looks further back.",
  ])
  const days = (length: number) => ({ ...empty(), days: Array(length).fill(report().days[0]) })
  expect(statsLines(days(30), plain, false, TODAY).at(-1)).toContain("--year")
  expect(statsLines(days(365), plain, false, TODAY).at(-1)).toBe("Nothing happened.")
  const only = { ...empty(), tickets: { opened: 1, closed: 0 } }
  expect(statsLines(only, plain, false, TODAY).join("\n")).toContain("1 opened, 0 closed")
})
