import type { Summary } from "../../../src/api/desk/protocol.ts"
import { isMine, listOf, nameOf, waitingSince } from "../state/select.ts"
import { MOST_ENDED, type State, TABS, type Tab } from "../state/state.ts"
import { drawableLine } from "../text/drawable.ts"
import { cut, ends, fitLine, type Line, type Span, span, widthOf } from "../text/line.ts"
import { lasting, moment } from "../text/time.ts"
import type { StyleName } from "../theme.ts"

const NAMES: Readonly<Record<Tab, string>> = {
  mine: "Yours",
  queue: "Queue",
  others: "Others",
  ended: "Ended",
}

const EMPTY_WORDS: Readonly<Record<Tab, readonly string[]>> = {
  mine: ["You have nobody now.", "2 shows who is waiting."],
  queue: ["Nobody is waiting."],
  others: ["The bot and your", "colleagues have nobody."],
  ended: ["Nothing has ended yet."],
}

/** One row for each customer, two where there is room. */
function rowsEach(height: number, width: number): 1 | 2 {
  return height >= 30 && width >= 28 ? 2 : 1
}

/** The first to be shown, so that the chosen one is seen, in the middle where it can be. */
function firstShown(chosen: number, shown: number, total: number): number {
  return Math.max(0, Math.min(total - shown, chosen - Math.floor(shown / 2)))
}

export function listLines(state: State, width: number, height: number): Line[] {
  const list = listOf(state, state.tab)
  const each = rowsEach(height, width)
  const shown = Math.floor((height - 2) / each)
  const chosen = list.findIndex(({ number }) => number === state.selected)
  const top = firstShown(chosen, shown, list.length)
  const lines = [tabs(state, width)]
  if (list.length === 0) {
    const words = state.me ? EMPTY_WORDS[state.tab] : ["Nothing has come yet."]
    lines.push(fitLine([], width), ...words.map((text) => fitLine([span(` ${text}`, "muted")], width)))
  }
  for (const summary of list.slice(top, top + shown)) lines.push(...row(state, summary, width, each))
  while (lines.length < height - 1) lines.push(fitLine([], width))
  const hidden = list.length - Math.min(shown, list.length)
  lines.push(fitLine(hidden > 0 ? [span(` ${chosen + 1} of ${total(state, list)}`, "faint")] : [], width))
  return lines.slice(0, height)
}

/** Of those that ended more may lie further back. */
function total({ tab }: State, { length }: readonly Summary[]): string {
  return tab === "ended" && length >= MOST_ENDED ? `the newest ${length}` : String(length)
}

function tabs(state: State, width: number): Line {
  const isNarrow = width < 42
  const spans = TABS.map((tab): Span => {
    const isHere = tab === state.tab
    const count = countOf(state, tab)
    const name = isNarrow && !isHere ? NAMES[tab].slice(0, 1) : NAMES[tab]
    const text = ` ${name}${count ? ` ${count}` : ""} `
    return span(text, isHere ? (state.focus === "list" ? "selected" : "selectedDim") : "muted")
  })
  return fitLine(spans, width)
}

function countOf(state: State, tab: Tab): number {
  const list = listOf(state, tab)
  if (tab === "ended") return 0
  if (tab === "mine") return list.filter(({ status }) => status !== "closed").length
  return tab === "queue" ? Math.max(state.queue.waiting, list.length) : list.length
}

const PRIORITY_MARKS = {
  urgent: span("‼", "bad"),
  high: span("!", "warn"),
  medium: span(" "),
  low: span("↓", "muted"),
}

function row(state: State, summary: Summary, width: number, each: 1 | 2): Line[] {
  const isChosen = summary.number === state.selected
  const fill: StyleName | undefined = isChosen
    ? state.focus === "list"
      ? "selected"
      : "selectedDim"
    : undefined
  const unread = isMine(state, summary) || summary.agent === null ? summary.unread : 0
  const name = drawableLine(nameOf(summary)) || "Visitor"
  const style: StyleName | undefined =
    summary.status === "closed" ? "muted" : unread > 0 ? "unread" : undefined
  const left: Line = [
    isChosen ? span("▌", "accent") : span(" "),
    dot(state, summary),
    PRIORITY_MARKS[summary.priority],
    style ? span(name, style) : span(name),
    ...(each === 1 && isTyping(state, summary) ? [span(" …", "accent")] : []),
  ]
  const lines = [ends(left, [...badge(unread), when(state, summary)], width)]
  if (each === 2) lines.push(fitLine([span("   "), ...preview(state, summary, width - 4)], width))
  return fill ? lines.map((line) => fitLine(line, width, fill)) : lines
}

/** Whether the customer is there: full or hollow. Who has it: a diamond is the bot's, and colours tell ours and those who wait. */
function dot(state: State, summary: Summary): Span {
  if (summary.status === "closed") return span("·", "faint")
  const { here } = summary.customer
  if (summary.handler === "bot" && !isMine(state, summary)) return span(here ? "◆" : "◇", "bot")
  const style = isMine(state, summary) ? "good" : summary.position === null ? "muted" : "warn"
  return span(here ? "●" : "○", style)
}

function isTyping(state: State, { number }: Summary): boolean {
  return state.threads.get(number)?.typing?.by === "customer"
}

function badge(unread: number): Line {
  return unread > 0 ? [span(` ${unread > 99 ? "99+" : unread} `, "noteBar")] : []
}

function when(state: State, summary: Summary): Span {
  const since = waitingSince(summary)
  if (since === undefined)
    return span(` ${moment(summary.lastMessage?.at ?? summary.updatedAt, state.now)} `, "faint")
  const waited = state.now - since
  return span(` ${lasting(waited)} `, waited > 300_000 ? "bad" : waited > 60_000 ? "warn" : "muted")
}

const WHO = { customer: "", bot: "bot: ", agent: "agent: ", system: "" } as const

function preview(state: State, summary: Summary, width: number): Line {
  if (isTyping(state, summary)) return [span("is typing…", "accent")]
  const last = summary.lastMessage
  if (!last) return [span("nothing said yet", "faint")]
  const who = last.from === "agent" && isMine(state, summary) ? "you: " : WHO[last.from]
  return [span(who, "faint"), span(cut(drawableLine(last.text), width - widthOf(who)), "muted")]
}
