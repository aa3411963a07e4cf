import type { styleText } from "node:util"
import type { Outcome } from "../../src/core/stats/conversation-facts.ts"
import type { Day } from "../../src/core/stats/days.ts"
import { definitionOf } from "../../src/core/stats/definitions.ts"
import type { TimeFigures } from "../../src/core/stats/figures.ts"
import type { QuestionFigure } from "../../src/core/stats/questions.ts"
import type { StatsReport } from "../../src/core/stats/report.ts"
import { bar, columns, fitted, shadeOf, sparkline } from "../charts/charts.ts"
import type { Glyphs } from "../charts/glyphs.ts"
import { safeLine } from "../terminal-text.ts"
import { cut, pad, widthOf } from "../text-width.ts"
import { duration, share } from "./format.ts"

/** How a block is drawn. */
export interface Look {
  /** Columns that a line may have. */
  width: number
  glyphs: Glyphs
  paint(style: Parameters<typeof styleText>[0], text: string): string
}

/** A part of the screen. */
export interface Block {
  title: string
  lines: string[]
  /** Figures whose definitions belong to it. */
  figures: readonly string[]
}

const OUTCOME_STYLES = {
  answered_by_person: "cyan",
  escalated: "yellow",
  answered_by_bot: "green",
  abandoned: "red",
  no_question: "gray",
  pending: "gray",
} as const
/** In the order in which they are drawn. */
const SHOWN = [
  "answered_by_bot",
  "answered_by_person",
  "escalated",
  "abandoned",
  "no_question",
  "pending",
] as const satisfies readonly Outcome[]
const LABEL = 22

const labelOf = (name: string): string => definitionOf(name).label

/** Every block, in the order in which they are read. */
export function blocksOf(report: StatsReport, look: Look, today: Day): Block[] {
  return [
    perDay(report, look, today),
    outcomes(report, look),
    times(report, look),
    confidence(report, look),
    hours(report, look),
    counts(report, look),
    agents(report, look),
    questions("top questions", "topQuestions", report.topQuestions, look),
    questions("top gaps", "topGaps", report.topGaps, look),
  ].filter(({ lines }) => lines.length > 0)
}

function perDay(report: StatsReport, { width, glyphs, paint }: Look, today: Day): Block {
  const { conversations, days, messages, open, before, to } = report
  const values = days.map((day) => day.conversations)
  const change = before ? comparison(conversations, before.conversations, glyphs) : ""
  const than = `than the ${days.length === 1 ? "day" : `${days.length} days`} before${to === today ? "; today is not over" : ""}`
  const lines = [
    `${paint("bold", String(conversations))}${change && ` ${change} ${than}`}`,
    `${count(messages.total, "message")}: ${messages.customer} of customers, ${messages.bot} of the bot, ${messages.agent} of people; ${open} still open`,
  ]
  if (days.length > 1) {
    const [least, most] = [Math.min(...values), Math.max(...values)]
    const line = sparkline(fitted(values, width - 24), glyphs)
    lines.push(`${paint("green", line)}  ${least === most ? most : `${least}${glyphs.dash}${most}`} a day`)
  }
  return { title: labelOf("conversations"), lines, figures: ["conversations", "open", "messages"] }
}

function outcomes({ outcomes, conversations, before }: StatsReport, { width, glyphs, paint }: Look): Block {
  const most = Math.max(...Object.values(outcomes), 1)
  const room = Math.min(60, width - LABEL - 24)
  const lines = SHOWN.filter((name) => outcomes[name] > 0 || name !== "pending").map((name) => {
    const drawn = bar(outcomes[name], most, room, glyphs)
    const was = before ? share(before.outcomes[name], before.conversations) : ""
    const shown = `${pad(String(outcomes[name]), 7, "left")} ${pad(share(outcomes[name], conversations), 6, "left")}`
    return `${pad(labelOf(`outcomes.${name}`), LABEL)}${paint(OUTCOME_STYLES[name], pad(drawn, room))}${shown}${paint("gray", was && `  ${pad(was, 5, "left")}`)}`
  })
  const head = before ? [paint("gray", `${" ".repeat(LABEL + room + 16)}before`)] : []
  return {
    title: "what became of them",
    lines: conversations === 0 ? [] : [...head, ...lines],
    figures: SHOWN.map((name) => `outcomes.${name}`),
  }
}

function times(report: StatsReport, { paint }: Look): Block {
  const rows: [
    string,
    (of: Pick<StatsReport, "firstResponse" | "queueWait" | "resolution">) => TimeFigures,
  ][] = [
    ["firstResponse.bot", (of) => of.firstResponse.bot],
    ["firstResponse.person", (of) => of.firstResponse.person],
    ["firstResponse.toWish", (of) => of.firstResponse.toWish],
    ["queueWait", (of) => of.queueWait],
    ["resolution.bot", (of) => of.resolution.bot],
    ["resolution.person", (of) => of.resolution.person],
  ]
  const { before } = report
  const there = rows.filter(([, of]) => of(report).count > 0)
  const right = (texts: readonly string[]) => texts.map((text) => pad(text, 10, "left")).join("")
  const lines = there.map(([name, of]) => {
    const { median, p90, mean, count: n } = of(report)
    const was = before ? duration(of(before).median) : ""
    const shown = right([duration(median), duration(p90), duration(mean), String(n)])
    return `${pad(labelOf(name), LABEL)}${shown}${paint("gray", right([was]))}`
  })
  const head = `${" ".repeat(LABEL)}${right(["median", "90 % in", "mean", "of", before ? "before" : ""])}`
  return {
    title: "times",
    lines: lines.length === 0 ? [] : [paint("gray", head.trimEnd()), ...lines],
    figures: there.map(([name]) => name),
  }
}

const HISTOGRAM_LINES = 4

function confidence({ confidence }: StatsReport, { glyphs, paint }: Look): Block {
  if (confidence.every((n) => n === 0)) return { title: "", lines: [], figures: [] }
  const counts = confidence.map(shortened)
  const cell = Math.max(5, ...counts.map((text) => text.length))
  const inCells = (texts: readonly string[]) =>
    texts
      .map((text) => pad(text, cell))
      .join(" ")
      .trimEnd()
  const drawn = columns(confidence, HISTOGRAM_LINES, cell, glyphs)
  return {
    title: "how sure the bot was, in percent",
    lines: [
      ...drawn.map((line) => paint("green", line)),
      paint("gray", inCells(confidence.map((_, i) => `${i * 10}`))),
      inCells(counts),
    ],
    figures: ["confidence"],
  }
}

const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]

function hours({ hours, days }: StatsReport, { glyphs, paint }: Look): Block {
  const most = Math.max(...hours.flat())
  if (most === 0) return { title: "", lines: [], figures: [] }
  const weekdays = new Set(days.map(({ day }) => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7))
  const styles = ["gray", "green", "green", "yellow", "red"] as const
  const lines = hours.flatMap((ofDay, weekday) => {
    if (!weekdays.has(weekday)) return []
    const cells = ofDay.map((n) => {
      const shade = shadeOf(n, most, glyphs.shades.length)
      return paint(styles[shade] ?? "gray", (glyphs.shades[shade] ?? "").repeat(2))
    })
    const sum = ofDay.reduce((all, n) => all + n, 0)
    return `${WEEKDAYS[weekday]}  ${cells.join("")}  ${sum}`
  })
  const clock = Array.from({ length: 8 }, (_, i) => pad(String(i * 3).padStart(2, "0"), 6)).join("")
  return {
    title: labelOf("hours"),
    lines: [`     ${paint("gray", clock.trimEnd())}`, ...lines],
    figures: ["hours"],
  }
}

function counts(report: StatsReport, { glyphs }: Look): Block {
  const { handedOver, handoffs, transfers, reopened, feedback, rating, tickets, crm } = report
  const said: [string, string][] = [
    [labelOf("handedOver"), handedOver > 0 ? String(handedOver) : ""],
    [labelOf("handoffs"), handoffs > 0 ? String(handoffs) : ""],
    [labelOf("transfers"), transfers > 0 ? String(transfers) : ""],
    [labelOf("reopened"), reopened > 0 ? String(reopened) : ""],
    [labelOf("feedback"), thumbs(feedback)],
    [
      labelOf("rating"),
      rating.mean === null
        ? ""
        : `${rating.mean.toFixed(2)} of 5 (${rating.count})  ${sparkline(rating.scores, glyphs)}`,
    ],
    [
      "tickets",
      tickets.opened + tickets.closed > 0 ? `${tickets.opened} opened, ${tickets.closed} closed` : "",
    ],
    [
      labelOf("crm"),
      crm.questions > 0
        ? `${crm.questions}: ${crm.answered} answered, ${crm.escalated} escalated${thumbs(crm.feedback) && `; ${thumbs(crm.feedback)}`}`
        : "",
    ],
  ]
  return {
    title: "besides",
    lines: said.flatMap(([label, text]) => (text ? `${pad(label, LABEL)}${text}` : [])),
    figures: [
      "handedOver",
      "handoffs",
      "transfers",
      "reopened",
      "feedback",
      "rating",
      "tickets.opened",
      "tickets.closed",
      "crm",
    ],
  }
}

function thumbs({ up, down }: { up: number; down: number }): string {
  return up + down === 0 ? "" : `${up} up, ${down} down`
}

function agents({ agents }: StatsReport, { width, paint }: Look): Block {
  const active = agents.filter(({ conversations }) => conversations > 0)
  const right = (texts: readonly string[]) => texts.map((text) => pad(text, 11, "left")).join("")
  const name = Math.min(
    Math.max(8, width - 60),
    Math.max(16, ...active.map((agent) => widthOf(agent.name) + 4)),
  )
  const rows = active.map((agent) => {
    const { rating, conversations, messages } = agent
    const score = rating.mean === null ? "" : `${rating.mean.toFixed(2)} (${rating.count})`
    const shown = [
      String(conversations),
      String(messages),
      duration(agent.responseToWish.median),
      duration(agent.resolution.median),
    ]
    return `${pad(cut(`${agent.number} ${safeLine(agent.name)}`, name), name)}${right(shown)}${pad(score, 13, "left")}`
  })
  const head = `${" ".repeat(name)}${right(["conv.", "messages", "response", "resolution"])}${pad("rating", 13, "left")}`
  return {
    title: "agents (medians)",
    lines: rows.length === 0 ? [] : [paint("gray", head), ...rows],
    figures: [
      "agents.conversations",
      "agents.messages",
      "agents.responseToWish",
      "agents.resolution",
      "agents.rating",
    ],
  }
}

function questions(
  title: string,
  figure: "topQuestions" | "topGaps",
  all: readonly QuestionFigure[],
  { width, paint }: Look,
): Block {
  const lines = all.map(({ text, asked, customers, unsure }) => {
    const n = figure === "topGaps" ? `${unsure} of ${asked}` : String(asked)
    return `${pad(n, 10, "left")}${pad(String(customers), 11, "left")}  ${cut(safeLine(text), Math.max(20, width - 25))}`
  })
  const head = `${pad(figure === "topGaps" ? "not sure" : "asked", 10, "left")}  customers`
  return { title, lines: lines.length === 0 ? [] : [paint("gray", head), ...lines], figures: [figure] }
}

/** `▲ 12 % more`; nothing where there was nothing. */
function comparison(now: number, before: number, { up, down }: Glyphs): string {
  if (before === 0) return ""
  const change = Math.round(((now - before) / before) * 100)
  if (change === 0) return "as many"
  return change > 0 ? `${up} ${change} % more` : `${down} ${-change} % fewer`
}

/** In six places at most. */
function shortened(n: number): string {
  return n < 1_000_000 ? String(n) : `${(n / 1_000_000).toFixed(n < 10_000_000 ? 2 : 0)} M`
}

export function count(n: number, what: string): string {
  return `${n} ${what}${n === 1 ? "" : "s"}`
}
