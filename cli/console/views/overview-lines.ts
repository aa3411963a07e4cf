import type { StatsReply, Today } from "../../../src/api/desk/protocol.ts"
import { shadeOf, sparkline } from "../../charts/charts.ts"
import { BLOCKS } from "../../charts/glyphs.ts"
import { drawableLine } from "../text/drawable.ts"
import { fit, fitLine, type Line, span } from "../text/line.ts"
import { lasting } from "../text/time.ts"
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

/** How today goes, beside how the last seven days went. */
export function overviewLines(
  today: Today,
  week: StatsReply | undefined,
  width: number,
  height: number,
): Line[] {
  const left = todayLines(today)
  const right = week ? weekLines(week, height >= TALL) : []
  const top = Array.from(
    { length: Math.max(left.length, right.length) },
    (_, row): Line => [...fitLine(left[row] ?? [], LEFT), span(" ".repeat(GAP)), ...(right[row] ?? [])],
  )
  return [...top, ...agentLines(today, width)].map((line) => fitLine(line, width))
}

function todayLines(today: Today): Line[] {
  const share = today.conversations
    ? ` (${Math.round((100 * today.answeredByBot) / today.conversations)} %)`
    : ""
  const median = today.medianFirstResponseSeconds
  const facts: [string, string][] = [
    ["Conversations", String(today.conversations)],
    ["Messages", String(today.messages)],
    ["Answered by the bot", `${today.answeredByBot}${share}`],
    ["Handed over", String(today.handedOver)],
    ["Waiting now", String(today.waiting)],
    ["Open now", String(today.open)],
    ["Closed", String(today.closed)],
    ["First response", median === null ? "–" : `${lasting(median * 1000)} (median)`],
  ]
  return facts.map(([name, value]): Line => [span(fit(name, 22), "muted"), span(value, "strong")])
}

function weekLines(week: StatsReply, isTall: boolean): Line[] {
  const { conversations, days, outcomes, queueWait } = week
  const wait = queueWait.median === null ? "–" : `${lasting(queueWait.median * 1000)} (median)`
  const most = Math.max(...OUTCOMES.map(([name]) => outcomes[name]), 1)
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
    [span(fit("Wait", LABEL), "muted"), span(wait, "strong")],
    ...(isTall ? heatMap(week) : busiest(week)),
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
    [span(`${fit("Agent", 24)}   open  closed  messages`, "muted")],
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
