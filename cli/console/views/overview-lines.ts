import type { StatsReply, Today } from "../../../src/api/desk/protocol.ts"
import { definitionOf } from "../../../src/core/stats/definitions.ts"
import { shadeOf, sparkline } from "../../charts/charts.ts"
import { BLOCKS } from "../../charts/glyphs.ts"
import { drawableLine } from "../text/drawable.ts"
import { fit, fitLine, type Line, span } from "../text/line.ts"
import { lasting } from "../text/time.ts"
import { wrap } from "../text/wrap.ts"
import type { StyleName } from "../theme.ts"

/** What of the week is shown, in the order in which it stands there. */
const OUTCOMES: readonly [keyof StatsReply["outcomes"], string, StyleName][] = [
  ["answered_by_bot", "by the bot", "bot"],
  ["answered_by_person", "by people", "agent"],
  ["escalated", "escalated", "warn"],
  ["abandoned", "abandoned", "bad"],
]
const WEEKDAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
/** Where today's numbers and the week's stand side by side. */
const LEFT = 38
const GAP = 2
const LABEL = 12
const BAR = 14
/** From so many rows on the hours are drawn day by day. */
const TALL = 30

/** How today goes, beside how the last seven days went; and below what each figure means. */
export function overviewLines(
  today: Today,
  week: StatsReply | undefined,
  width: number,
  height: number,
): Line[] {
  const left = todayLines(today, week)
  const right = week ? weekLines(week, height >= TALL) : []
  const top = Array.from(
    { length: Math.max(left.length, right.length) },
    (_, row): Line => [...fitLine(left[row] ?? [], LEFT), span(" ".repeat(GAP)), ...(right[row] ?? [])],
  )
  return [...top, ...agentLines(today, width), ...meanings(width)].map((line) => fitLine(line, width))
}

/** Today as the week beside it counts it, and what is so right now. */
function todayLines(today: Today, week: StatsReply | undefined): Line[] {
  const counted = week?.days.find(({ day }) => day === today.date)
  const of = (value: (day: NonNullable<typeof counted>) => string) => (counted ? value(counted) : "…")
  const outcome = (name: keyof StatsReply["outcomes"]) =>
    of(({ outcomes, conversations }) => {
      const share = conversations > 0 ? ` (${Math.round((100 * outcomes[name]) / conversations)} %)` : ""
      return `${outcomes[name]}${share}`
    })
  const facts: [string, string][] = [
    ["Conversations", of(({ conversations }) => String(conversations))],
    ["Messages", of(({ messages }) => String(messages))],
    ["Answered by the bot", outcome("answered_by_bot")],
    ["Answered by a person", outcome("answered_by_person")],
    ["Handed over", of(({ handedOver }) => String(handedOver))],
    ["People, once wanted", of(({ medianResponseToWish }) => median(medianResponseToWish))],
    ["Waiting now", String(today.waiting)],
    ["With agents now", String(today.open)],
    ["Closed since midnight", String(today.closed)],
  ]
  return facts.map(([name, value]): Line => [span(fit(name, 22), "muted"), span(value, "strong")])
}

function median(seconds: number | null): string {
  return seconds === null ? "–" : `${lasting(seconds * 1000)} (median)`
}

function weekLines(week: StatsReply, isTall: boolean): Line[] {
  const { conversations, days, outcomes, queueWait, tickets, feedback } = week
  const most = Math.max(...OUTCOMES.map(([name]) => outcomes[name]), 1)
  const fact = (name: string, value: string): Line => [span(fit(name, LABEL), "muted"), span(value, "strong")]
  return [
    [
      span(fit("Seven days", LABEL), "muted"),
      span(String(conversations), "strong"),
      span("  "),
      ...daily(days),
    ],
    ...OUTCOMES.map(([name, label, style]): Line => {
      const share = conversations ? `${Math.round((100 * outcomes[name]) / conversations)} %` : ""
      const filled = outcomes[name] > 0 ? Math.max(1, Math.round((outcomes[name] / most) * BAR)) : 0
      return [
        span(fit(label, LABEL), "muted"),
        span("█".repeat(filled), style),
        span("░".repeat(BAR - filled), "faint"),
        span(`${share.padStart(6)}`),
      ]
    }),
    fact("Queue", median(queueWait.median)),
    fact("Tickets", `${tickets.opened} opened, ${tickets.closed} closed`),
    fact("Thumbs", `${feedback.up} up, ${feedback.down} down`),
    ...(isTall ? heatMap(week) : busiest(week)),
  ]
}

/** What is shown of the figures of days, in the order in which it is shown. */
const EXPLAINED = [
  "conversations",
  "messages",
  "outcomes.answered_by_bot",
  "outcomes.answered_by_person",
  "handedOver",
  "firstResponse.toWish",
  "outcomes.escalated",
  "outcomes.abandoned",
  "queueWait",
  "tickets.opened",
  "tickets.closed",
  "feedback",
  "hours",
]
/** What is of today alone. */
const LIVE: readonly (readonly [string, string])[] = [
  ["waiting, with agents", "As it is now."],
  [
    "closed since midnight",
    "Conversations of whatever day that were closed today and not opened again; an agent's were theirs then.",
  ],
  ["agent's messages", "What the agent said since midnight, in whatever conversation."],
]

function meanings(width: number): Line[] {
  const figures = EXPLAINED.map((name) => {
    const { label, text } = definitionOf(name)
    return [label, text] as const
  })
  return [
    [],
    [span("What it means", "muted")],
    ...[...figures, ...LIVE].flatMap(([label, text]) =>
      wrap([span(`${label}: `, "muted"), span(text, "faint")], width),
    ),
  ]
}

function daily(days: StatsReply["days"]): Line {
  return [
    span(
      sparkline(
        days.map(({ conversations }) => conversations),
        BLOCKS,
      ),
      "accent",
    ),
  ]
}

/** All days together, by the hour. */
function busiest({ hours }: StatsReply): Line[] {
  const sums = Array.from({ length: 24 }, (_, hour) => hours.reduce((sum, day) => sum + (day[hour] ?? 0), 0))
  if (sums.every((sum) => sum === 0)) return []
  return [[span(fit("Hours", LABEL), "muted"), span(sparkline(sums, BLOCKS), "accent")], clock(LABEL)]
}

function heatMap({ hours, days }: StatsReply): Line[] {
  const most = Math.max(...hours.flat())
  if (most === 0) return []
  const styles: readonly StyleName[] = ["faint", "muted", "good", "warn", "bad"]
  const weekdays = days.map(({ day }) => (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7)
  return [
    [],
    [span("When conversations began", "muted")],
    ...weekdays.map((weekday): Line => {
      const cells = (hours[weekday] ?? []).map((n) => {
        const shade = shadeOf(n, most, BLOCKS.shades.length)
        return span((BLOCKS.shades[shade] ?? "").repeat(2), styles[shade] ?? "muted")
      })
      return [span(fit(WEEKDAYS[weekday] ?? "", 5), "muted"), ...cells]
    }),
    clock(5, 2),
  ]
}

function clock(indent: number, wide = 1): Line {
  const marks = Array.from({ length: 4 }, (_, i) => fit(String(i * 6).padStart(2, "0"), 6 * wide)).join("")
  return [span(" ".repeat(indent)), span(marks.trimEnd(), "faint")]
}

function agentLines({ agents }: Today, width: number): Line[] {
  if (agents.length === 0) return []
  return [
    [],
    [span(`${fit("Agent, since midnight", 24)}   open  closed  messages`, "muted")],
    ...agents.map(
      (one): Line =>
        fitLine(
          [
            span(fit(drawableLine(one.name), 24)),
            span(`${one.open}`.padStart(7) + `${one.closed}`.padStart(8) + `${one.messages}`.padStart(10)),
          ],
          width,
        ),
    ),
  ]
}
