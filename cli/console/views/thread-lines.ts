import type { Summary } from "../../../src/api/desk/protocol.ts"
import { isMine, nameOf, selectedSummary } from "../state/select.ts"
import { NO_THREAD, type Outgoing, type State, type Thread } from "../state/state.ts"
import { drawableLine, drawableText } from "../text/drawable.ts"
import { cut, ends, fitLine, type Line, lineWidth, rule, type Span, span } from "../text/line.ts"
import { markdownLines } from "../text/markdown.ts"
import { lasting } from "../text/time.ts"
import { wrap } from "../text/wrap.ts"
import { heightsOf } from "./thread-heights.ts"

/** The conversation that is open, its newest at the foot. */
export function threadLines(state: State, width: number, height: number): Line[] {
  const summary = selectedSummary(state)
  if (state.selected === undefined || !summary) return centred(nothingOpen(state, width), width, height)
  const thread = state.threads.get(state.selected) ?? NO_THREAD
  const head = threadHead(state, summary, width)
  const room = height - 1
  const { lines, scroll } = seen(state, summary, thread, width, room)
  const shown = scroll > 0 ? [...lines.slice(0, room - 1), scrollMark(state, scroll, width)] : lines
  const blank = Array.from({ length: Math.max(0, room - shown.length) }, (): Line => [])
  return [head, ...blank, ...shown].slice(0, height).map((line) => fitLine(line, width))
}

/** How far the thread is scrolled up, of how far it was asked to be, and the number of what stands uppermost then. */
export function threadPlace(state: State, width: number, height: number): { scroll: number; top: number } {
  const summary = selectedSummary(state)
  const thread = state.selected === undefined ? undefined : state.threads.get(state.selected)
  return summary && thread ? seen(state, summary, thread, width, height - 1) : { scroll: 0, top: 0 }
}

/** How far it is scrolled up where what a search found stands in the upper third; undefined where nothing is sought. */
export function scrollToHit(state: State, width: number, height: number): number | undefined {
  const hit = state.selected === undefined ? undefined : state.threads.get(state.selected)?.hit
  return hit?.isSought ? scrollToTop(state, width, Math.ceil((height * 2) / 3), hit.seq) : undefined
}

/** How far it is scrolled up where this event is the first in so many rows, the head among them. */
export function scrollToTop(state: State, width: number, height: number, seq: number): number | undefined {
  const summary = selectedSummary(state)
  const thread = state.selected === undefined ? undefined : state.threads.get(state.selected)
  if (!summary || !thread) return undefined
  const heights = heightsOf(thread.events, { summary, width, now: state.now, hit: thread.hit?.seq })
  const below = heights.linesFrom(heights.behind(seq - 1))
  return Math.max(0, below + tail(state, summary, thread, width, true).length - (height - 1))
}

function nothingOpen(state: State, width: number): Line[] {
  if (!state.me) {
    const why = state.link.status === "offline" ? drawableLine(state.link.reason) : ""
    return [
      [span(`Connecting to ${drawableLine(state.server)}…`, "muted")],
      ...(why ? wrap([span(`It fails: ${why}.`, "warn")], width - 2) : []),
    ]
  }
  return [[span("No conversation is open.", "muted")], [span("2 shows the queue, ? all keys.", "faint")]]
}

function centred(lines: readonly Line[], width: number, height: number): Line[] {
  const top = Math.max(0, Math.floor((height - lines.length) / 2))
  return Array.from({ length: height }, (_, row) => {
    const line = lines[row - top] ?? []
    return fitLine([span(" ".repeat(Math.max(0, Math.floor((width - lineWidth(line)) / 2)))), ...line], width)
  })
}

function threadHead(state: State, summary: Summary, width: number): Line {
  const { priority, position, customer, number } = summary
  const urgent: Span[] = priority === "urgent" || priority === "high" ? [span(`  ${priority}`, "bad")] : []
  const left: Line = [
    span(` ${drawableLine(nameOf(summary))}`, "customer"),
    span(customer.verified ? " ✓" : "", "good"),
    span(customer.here ? " here" : "", "good"),
    span(`  #${number}`, "faint"),
    ...urgent,
  ]
  return ends(left, [span(` ${standing(state, summary)} `, position === null ? "muted" : "warn")], width)
}

/** Who has it, in words. */
function standing(state: State, summary: Summary): string {
  if (summary.status === "closed") return "ended"
  if (summary.position !== null) {
    const since = summary.queuedAt ? `, ${lasting(state.now - Date.parse(summary.queuedAt))}` : ""
    const place = state.queue.order.indexOf(summary.number) + 1 || summary.position
    return `waiting, place ${place}${since}`
  }
  if (isMine(state, summary)) return "yours"
  if (summary.handler === "bot") return "the bot has it"
  return summary.agent ? `${drawableLine(summary.agent.name)} has it` : "nobody has it"
}

function scrollMark({ focus }: State, scroll: number, width: number): Line {
  const text = ` ↓ ${scroll} lines below${focus === "thread" ? ", G shows them" : ""} `
  return [rule(width - text.length - 1), span(text, "accent"), rule(1)]
}

/** Only as much as is seen, wherever that is. */
function seen(state: State, summary: Summary, thread: Thread, width: number, room: number) {
  const isScrolled = thread.scroll > 0
  const end = tail(state, summary, thread, width, isScrolled)
  const heights = heightsOf(thread.events, { summary, width, now: state.now, hit: thread.hit?.seq })
  // What came since it was scrolled stays below.
  const below = isScrolled ? thread.scroll + heights.linesFrom(heights.behind(thread.scrolledAt)) : 0
  heights.measure(room + below)
  const total = heights.linesFrom(heights.first) + end.length
  const scroll = Math.max(0, Math.min(below, total - room))
  const first = heights.reaching(scroll + room - end.length)
  const top = heights.linesFrom(first) + end.length
  const lines: Line[] = []
  for (let at = first; at < heights.count && top - lines.length > scroll; at++)
    lines.push(...heights.lines(at))
  if (top - lines.length > scroll) lines.push(...end)
  const rest = scroll - (top - lines.length)
  return {
    lines: lines.slice(Math.max(0, top - scroll - room), lines.length - rest),
    scroll,
    top: heights.seqOf(first),
  }
}

/**
 * What is not in the log yet: what was sent and has not come back, the bot's draft, who is typing. What comes and goes again
 * would move what is read further up.
 */
function tail(state: State, summary: Summary, thread: Thread, width: number, isScrolled: boolean): Line[] {
  const lines: Line[] = []
  if (!thread.isLoaded && thread.events.length === 0) lines.push([span("   Loading…", "faint")])
  for (const outgoing of state.outbox)
    if (outgoing.conversation === summary.number) lines.push(...sent(state, outgoing, width))
  if (isScrolled) return [...lines, []]
  if (thread.stream) {
    const draft = markdownLines(drawableText(thread.stream.text), Math.max(10, width - 5), ["muted"])
    lines.push([span(" Bot", "bot"), span("  is writing", "faint")], ...draft.map(shifted))
  }
  if (thread.typing) {
    const name = thread.typing.by === "customer" ? nameOf(summary) : thread.typing.name
    lines.push([span(`   ${cut(drawableLine(name), 30)} is typing…`, "accent")])
  }
  return [...lines, []]
}

function shifted(line: Line): Line {
  return [span("   "), ...line]
}

function sent(state: State, { text, kind, failed }: Outgoing, width: number): Line[] {
  const shown = markdownLines(drawableText(text), Math.max(10, width - 5), [
    kind === "note" ? "note" : "muted",
  ])
  const word = state.link.status === "online" ? "… sending" : "… waits for the connection"
  const foot = failed
    ? [span(`✗ Not sent: ${failed} R sends it again, D takes it back.`, "bad")]
    : [span(word, "faint")]
  return [[], ...shown.map(shifted), ...wrap(foot, Math.max(10, width - 5)).map(shifted)]
}
