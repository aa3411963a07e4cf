import type { DeskFlashback, DeskTicket, Summary, Why } from "../../../src/api/desk/protocol.ts"
import { customerLabel } from "../../../src/core/customers.ts"
import { selectedSummary } from "../state/select.ts"
import type { Detail, State } from "../state/state.ts"
import { drawableLine } from "../text/drawable.ts"
import { cut, fitLine, type Line, span } from "../text/line.ts"
import { moment } from "../text/time.ts"
import { wrap } from "../text/wrap.ts"
import { statusWords } from "./ticket-lines.ts"

/** Beside the thread: why a person is wanted, who the customer is, where they are, what was before. */
export function paneLines(state: State, width: number, height: number): Line[] {
  const lines = allLines(state, width)
  const top = clamped(state.paneTop, lines, height)
  const shown = lines.slice(top, top + height)
  if (top > 0) shown[0] = [span("↑ more, with {", "faint")]
  if (top + height < lines.length) shown[height - 1] = [span("↓ more, with }", "faint")]
  return Array.from({ length: height }, (_, row) => fitLine([span(" "), ...(shown[row] ?? [])], width))
}

/** How far it is scrolled down, of how far it was asked to be. */
export function paneTop(state: State, width: number, height: number): number {
  return clamped(state.paneTop, allLines(state, width), height)
}

function clamped(top: number, lines: readonly Line[], height: number): number {
  return Math.max(0, Math.min(top, lines.length - height))
}

function allLines(state: State, width: number): Line[] {
  const summary = selectedSummary(state)
  const known = state.selected === undefined ? undefined : state.details.get(state.selected)
  return summary ? parts(state, summary, known ?? {}, width - 2) : []
}

function parts(state: State, summary: Summary, known: Detail, width: number): Line[] {
  const { detail } = known
  if (!detail) return [[span("Loading…", "faint")]]
  const { customer } = detail
  const facts: [string, string | null | undefined][] = [
    ["Mail", customer.email],
    ["Phone", customer.phone],
    ["Speaks", customer.locale],
    ["Known as", customer.id],
    ["Since", moment(customer.createdAt, state.now)],
    ["Identity", customer.verified ? "verified" : "not verified"],
  ]
  return [
    [span(drawableLine(customerLabel(customer.id, customer.name || summary.customer.name)), "customer")],
    ...facts.flatMap(([name, value]) => (value ? [fact(name, value, width)] : [])),
    ...(detail.why ? whyLines(detail.why, width) : []),
    ...record("Page", detail.page, width),
    ...flashbackLines(known.customer?.flashback ?? detail.flashback, width),
    ...earlier(state, known, width),
    ...tickets(known.customer?.tickets ?? [], width),
  ]
}

function title(text: string): Line[] {
  return [[], [span(text, "strong")]]
}

function fact(name: string, value: string, width: number): Line {
  const label = `${name} `.padEnd(9)
  return [span(label, "muted"), span(cut(drawableLine(value), Math.max(4, width - label.length)))]
}

const WHYS: Readonly<Record<Why["reason"], string>> = {
  asked: "The customer asked for a person.",
  not_sure: "The bot was not sure.",
  settings: "People answer here.",
  external_failed: "The chatbot elsewhere failed.",
  mail: "The customer wrote by e-mail.",
}

const MOODS = { negative: "bad", neutral: "muted", positive: "good" } as const

function whyLines(why: Why, width: number): Line[] {
  const sure = why.confidence === null ? [] : [span(` ${Math.round(why.confidence * 100)} % sure.`, "muted")]
  return [
    ...title("Why a person"),
    ...wrap([span(WHYS[why.reason]), ...sure], width),
    ...(why.question ? wrap([span(`“${drawableLine(why.question)}”`, "muted")], width).slice(0, 4) : []),
    [span("Mood ", "muted"), span(why.sentiment.label, MOODS[why.sentiment.label])],
    ...(why.tried.length ? [[span("The bot looked at", "muted")]] : []),
    ...why.tried
      .slice(0, 3)
      .map(
        (one): Line => [
          span(cut(` ↳ ${drawableLine(one.title)}`, width - 6)),
          span(` ${one.score.toFixed(2)}`, "faint"),
        ],
      ),
    ...why.summary.slice(0, 4).flatMap((text) => wrap([span(`• ${drawableLine(text)}`)], width)),
  ]
}

/** What the customer's page or the partner's server said; its names are theirs. */
function record(
  name: string,
  value: Readonly<Record<string, unknown>> | null | undefined,
  width: number,
): Line[] {
  const entries = Object.entries(value ?? {}).filter(
    ([, one]) => one !== null && one !== "" && one !== undefined,
  )
  if (entries.length === 0) return []
  return [
    ...title(name),
    ...entries.slice(0, 8).flatMap(([key, one]) => {
      const text = typeof one === "string" ? one : JSON.stringify(one)
      return wrap([span(`${drawableLine(key)} `, "muted"), span(drawableLine(text))], width).slice(0, 3)
    }),
  ]
}

/** Something to begin with: what was in the customer's life. */
function flashbackLines(flashback: DeskFlashback | null, width: number): Line[] {
  if (!flashback) return []
  const { firstEventDate, firstEventTrait, secondEventDate, secondEventTrait } = flashback
  return [
    ...title("Flashback"),
    ...(
      [
        [firstEventDate, firstEventTrait],
        [secondEventDate, secondEventTrait],
      ] as const
    ).flatMap(([date, trait]) =>
      wrap([span(drawableLine(`${date.month} ${date.year} `), "muted"), span(drawableLine(trait))], width),
    ),
  ]
}

function earlier(state: State, known: Detail, width: number): Line[] {
  const others = (known.customer?.conversations ?? []).filter(({ number }) => number !== state.selected)
  if (others.length === 0) return []
  return [
    ...title("Earlier"),
    ...others.slice(0, 5).map((one): Line => {
      const left = `#${one.number} ${moment(one.createdAt, state.now)} `
      return [
        span(left, "muted"),
        span(cut(drawableLine(one.lastMessage?.text ?? one.status), Math.max(4, width - left.length))),
      ]
    }),
  ]
}

function tickets(list: readonly DeskTicket[], width: number): Line[] {
  if (list.length === 0) return []
  return [
    ...title("Tickets"),
    ...list.slice(0, 5).map((one): Line => {
      const left = `${drawableLine(one.reference)} ${statusWords(one.status)} `
      return [span(left, "muted"), span(cut(drawableLine(one.subject), Math.max(4, width - left.length)))]
    }),
  ]
}
