import type { DeskEvent, DeskEventData, Summary } from "../../../src/api/desk/protocol.ts"
import { isOnlyFiles, leftOutWords, sizeWords } from "../../desk/file-words.ts"
import { drawableLine, drawableText } from "../text/drawable.ts"
import { cut, ends, fitLine, type Line, rule, type Span, span, widthOf } from "../text/line.ts"
import { markdownLines } from "../text/markdown.ts"
import { clock, day, sameDay } from "../text/time.ts"
import { wrap } from "../text/wrap.ts"
import type { StyleName } from "../theme.ts"

interface Drawn {
  width: number
  key: string
  lines: Line[]
}

/** A message looks the same until the screen's width, the day or its ticks change. */
const drawn = new WeakMap<DeskEvent, Drawn>()

/** Whose messages these are, and how they are drawn. */
export interface Look {
  summary: Summary
  width: number
  now: number
  /** Number of the message that a search found. */
  hit: number | undefined
}

/** One event of a conversation, under the one before it. */
export function eventLines(event: DeskEvent, before: DeskEvent | undefined, look: Look): Line[] {
  const { summary, width, now } = look
  const isRead = event.sender.kind !== "customer" && summary.readByCustomer >= event.seq
  const startsDay = !before || !sameDay(new Date(before.at), new Date(event.at))
  const joins = !startsDay && before !== undefined && isSameSpeaker(before, event)
  const isHit = event.seq === look.hit
  const key = `${isRead} ${joins} ${isHit} ${startsDay ? day(event.at, now) : ""}`
  const known = drawn.get(event)
  if (known?.width === width && known.key === key) return known.lines
  const lines = [
    ...(startsDay ? [separator(day(event.at, now), width)] : []),
    ...body(event, { isRead, joins, isHit }, width),
  ]
  drawn.set(event, { width, key, lines })
  return lines
}

function separator(text: string, width: number): Line {
  const side = Math.max(0, Math.floor((width - text.length - 2) / 2))
  return [rule(side), span(` ${text} `, "muted"), rule(width - side - text.length - 2)]
}

const JOIN_MS = 120_000

function isSameSpeaker(a: DeskEvent, b: DeskEvent): boolean {
  return (
    a.type === b.type &&
    (a.type === "message" || a.type === "note") &&
    a.sender.id === b.sender.id &&
    Date.parse(b.at) - Date.parse(a.at) < JOIN_MS
  )
}

const SENDER_STYLES = { customer: "customer", bot: "bot", agent: "agent", system: "muted" } as const

interface How {
  isRead: boolean
  /** Whether it stands under the same speaker's name as the one before. */
  joins: boolean
  isHit: boolean
}

function body(event: DeskEvent, how: How, width: number): Line[] {
  if (event.type === "message" || event.type === "note") return said(event, how, width)
  const text = happened(event)
  if (!text) return []
  const time = span(` ${clock(event.at)}    `, "faint")
  const lines = wrap([span(text, "muted")], Math.max(10, width - 4 - widthOf(time.text)))
  return lines.map((line, row) => ends([span("   "), ...line], row === 0 ? [time] : [], width))
}

function said(event: DeskEvent, { isRead, joins, isHit }: How, width: number): Line[] {
  const isNote = event.type === "note"
  const { kind } = event.sender
  const hasTicks = !isNote && (kind === "bot" || kind === "agent")
  const ticks = hasTicks ? [span(isRead ? " ✓✓" : " ✓ ", isRead ? "good" : "faint")] : [span("   ")]
  const edge = isHit ? span("▌", "accent") : span(" ")
  const name = drawableLine(event.sender.name) || (kind === "bot" ? "Bot" : kind)
  const head = ends(
    [edge, span(isNote ? `${name}, note` : name, isNote ? "note" : SENDER_STYLES[kind]), ...sureness(event)],
    [span(` ${clock(event.at)}`, "faint"), ...ticks, span(" ")],
    width,
  )
  const base: StyleName[] = isNote ? ["note"] : []
  const mark = isNote ? span("▎ ", "note") : span("  ")
  const text = isOnlyFiles(event)
    ? []
    : markdownLines(drawableText(event.text ?? ""), Math.max(10, width - 5), base)
  return [
    ...(joins ? [] : [fitLine([], width), head]),
    ...[...text, ...files(event, width)].map((line) => [edge, mark, ...line]),
    ...sources(event, width),
  ]
}

function sureness({ data }: DeskEvent): Span[] {
  const confidence = data?.answer?.confidence
  if (confidence === undefined) return []
  return [span(`  ${Math.round(confidence * 100)} % sure`, confidence < 0.5 ? "warn" : "faint")]
}

function sources({ data }: DeskEvent, width: number): Line[] {
  const all = data?.answer?.sources ?? (data?.source ? [data.source] : [])
  const shown: Line[] = all
    .slice(0, 3)
    .map(({ title, url }) => [
      span("   ↳ ", "faint"),
      span(cut(drawableLine(title), Math.max(8, width - 8)), "muted"),
      ...(url && width > 60 ? [span(`  ${cut(drawableLine(url), Math.floor(width / 3))}`, "faint")] : []),
    ])
  return [...shown, ...(data?.answer?.escalation ? [[span("   ! offered a person", "warn")]] : [])]
}

/** What came along by mail: `chatd conversation files` saves it. */
function files(event: DeskEvent, width: number): Line[] {
  const kept = (event.data?.attachments ?? []).map(({ name, size }) => {
    const words = `, ${sizeWords(size)}`
    const room = Math.max(8, width - 8 - words.length)
    return [span("📎 ", "muted"), span(cut(drawableLine(name), room)), span(words, "faint")]
  })
  const leftOut = leftOutWords(event)
  if (!leftOut) return kept
  return [...kept, ...wrap([span(drawableLine(leftOut), "faint")], Math.max(10, width - 5))]
}

const REASONS: Readonly<Record<string, string>> = {
  person_requested: "A person is wanted",
  handed_back: "The bot has it again",
  timeout: "Ended: nobody wrote for a while",
  closed_by_customer: "Ended by the customer",
  reopened: "Opened again",
  requeued: "Back in the queue",
}

/** What happened, in a sentence; nothing where it says no more than the messages do. */
function happened({ type, data = {}, sender }: DeskEvent): string | undefined {
  const agent = drawableLine(data.agentName ?? (sender.kind === "agent" ? sender.name : "")) || "An agent"
  switch (type) {
    case "status":
      if (data.reason === "answered") return undefined
      if (data.reason === "assigned") return `→ Given to ${agent}`
      if (data.reason === "agent_joined") return `→ ${agent} joined`
      if (data.reason === "closed_by_agent") return `→ Ended by ${agent}`
      return `→ ${(data.reason && REASONS[data.reason]) || (data.status === "closed" ? "Ended" : "Changed")}`
    case "feedback":
      return data.helpful
        ? "→ The customer says that the answer helped"
        : "→ The customer says that the answer did not help"
    case "rating":
      return `★ ${data.score ?? "?"} of 5${data.comment ? `: ${drawableLine(data.comment)}` : ""}`
    case "ticket":
      return `→ ${ticketWords(data, drawableLine(sender.name))}`
    default:
      return undefined
  }
}

function ticketWords({ ticketId = "", change, status, comment = "" }: DeskEventData, by: string): string {
  const ticket = `Ticket ${drawableLine(ticketId)}`
  if (change === "status") return `${ticket} is ${status === "in_progress" ? "in progress" : status}`
  if (change === "comment") return `${by} on ${ticket}: ${drawableLine(comment)}`
  return ticket
}
