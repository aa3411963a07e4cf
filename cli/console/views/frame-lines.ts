import type { Presence } from "../../../src/core/agents/agent.ts"
import { COMMANDS, isOffered } from "../state/commands.ts"
import { keyLabel } from "../state/key-names.ts"
import { unreadTotal } from "../state/select.ts"
import type { State, TicketsOverlay } from "../state/state.ts"
import { drawableLine } from "../text/drawable.ts"
import { cut, ends, fitLine, type Line, lineWidth, type Span, span, widthOf } from "../text/line.ts"
import { clock, lasting } from "../text/time.ts"

/** The first row: whose desk, who I am, who waits, and whether there is a connection. */
export function headLine(state: State, width: number): Line {
  const { me, link, queue } = state
  const partner = drawableLine(me?.partner.name ?? state.server)
  const company = span(` ${cut(partner, 24)} `, "strong")
  const agent = me?.agent && link.status === "online" ? me.agent : undefined
  const name = agent ? span(`  ${drawableLine(agent.name)}: `) : span("")
  const said = [...(agent ? [presence(agent.presence)] : []), ...connection(state)]
  const waited = queue.longestWaitSeconds * 1000 + (state.now - queue.at)
  const waiting = queue.waiting > 0 ? `${queue.waiting} waiting, longest ${lasting(waited)}` : "nobody waits"
  const unread = unreadTotal(state)
  const counts = [unread > 0 ? `${unread} unread` : "", link.status === "online" ? waiting : ""]
  const right = (...words: string[]): Line => [span(` ${words.filter(Boolean).join("  ")} `)]
  const whole = right(...counts, clock(state.now))
  // Where there is no room for everything, what everybody knows goes first.
  const ways: readonly (readonly [Line, Line])[] = [
    [[company, name, ...said], whole],
    [[name, ...said], whole],
    [said, whole],
    [said, right(...counts)],
    [said, right(queue.waiting > 0 && link.status === "online" ? `${queue.waiting} waiting` : "")],
  ]
  const isWhole = ([a, b]: readonly [Line, Line]) => lineWidth(a) + lineWidth(b) <= width
  const [left, end] = ways.find(isWhole) ?? [said, []]
  return ends(left, end, width).map((one) => ({
    ...one,
    styles: ["bar" as const, ...(one.styles ?? [])],
  }))
}

/** Who is not online gets nobody new: that must not be overlooked. */
function presence(said: Presence): Span {
  return said === "online" ? span(said) : span(` ${said}, P changes that `, "noteBar")
}

function connection({ link, now, outbox }: State): Span[] {
  if (link.status === "online") return []
  if (link.status === "connecting") return [span(" connecting…")]
  if (link.status === "refused") return [span(` ${link.reason}`, "strong")]
  const again = againIn(link.retryAt === undefined ? undefined : link.retryAt - now)
  const kept = outbox.length ? `, ${outbox.length} to send` : ""
  const why = link.reason ? `: ${drawableLine(link.reason)}` : ""
  return [span(` not connected${again}${kept}${why}`, "strong")]
}

function againIn(ms: number | undefined): string {
  if (ms === undefined) return ""
  return ms > 0 ? `, again in ${Math.ceil(ms / 1000)}s` : ", trying"
}

/** The last row: what keys do here, or what has just happened. */
export function footLine(state: State, width: number): Line {
  if (state.toast) return fitLine([span(` ${state.toast.text}`, TONES[state.toast.tone])], width)
  return keysLine(hints(state), width)
}

const TONES = { info: "accent", good: "good", warn: "warn", bad: "bad" } as const

function keysLine(all: readonly (readonly [key: string, word: string])[], width: number): Line {
  const spans: Span[] = []
  let left = width - 1
  for (const [key, word] of all) {
    const taken = widthOf(key) + widthOf(word) + 3
    if (taken > left) continue
    spans.push(span(` ${key}`, "accent"), span(` ${word} `, "muted"))
    left -= taken
  }
  return fitLine(spans, width)
}

const OVERLAY_HINTS: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  help: [
    ["j k", "scroll"],
    ["Esc", "back"],
  ],
  route: [
    ["j k", "scroll"],
    ["Esc", "back"],
  ],
  picker: [
    ["↑ ↓", "choose"],
    ["Enter", "take it"],
    ["Esc", "back"],
  ],
  transferNote: [
    ["Enter", "transfer"],
    ["Esc", "not now"],
    ["Ctrl-X", "throw away"],
  ],
  search: [
    ["Enter", "search, then open"],
    ["↑ ↓", "choose"],
    ["Esc", "back"],
  ],
  settings: [
    ["j k", "choose"],
    ["Enter", "change"],
    ["u", "back to the default"],
    ["Esc", "back"],
  ],
  agents: [["Esc", "back"]],
  today: [
    ["j k", "scroll"],
    ["Esc", "back"],
  ],
  article: [
    ["Tab", "next field"],
    ["Ctrl-S", "save"],
    ["Esc", "not now"],
    ["Ctrl-X", "throw away"],
  ],
  newTicket: [
    ["Tab", "next field"],
    ["Ctrl-S", "open it"],
    ["Esc", "not now"],
    ["Ctrl-X", "throw away"],
  ],
  erased: [["Esc", "go on"]],
  quit: [
    ["y", "leave"],
    ["Esc", "stay"],
  ],
}

/** While a setting's value is typed. */
const SETTING_HINTS = [
  ["Enter", "set it"],
  ["Esc", "not now"],
] as const

/** Out of the commands that have a word for the footer and can be done now; the rest is behind `?`. */
function hints(state: State): readonly (readonly [string, string])[] {
  if (state.overlay?.kind === "tickets") return ticketHints(state.overlay)
  if (state.overlay?.kind === "settings" && state.overlay.editing) return SETTING_HINTS
  if (state.overlay) return [...(OVERLAY_HINTS[state.overlay.kind] ?? [])]
  return COMMANDS.flatMap((command): (readonly [string, string])[] => {
    const [key] = state.focus === "composer" ? (command.composerKeys ?? []) : command.keys
    return command.short && key && isOffered(command, state) ? [[keyLabel(key), command.short]] : []
  }).sort(([, a], [, b]) => rank(a) - rank(b))
}

function ticketHints({ shown, comment, list }: TicketsOverlay): (readonly [string, string])[] {
  if (comment)
    return [
      ["Enter", "send"],
      ["Ctrl-N", "for agents/to the requester"],
      ["Alt-Enter", "new line"],
      ["Esc", "not now"],
      ["Ctrl-X", "throw away"],
    ]
  if (!shown && !list?.length)
    return [
      ["Tab", "next list"],
      ["Esc", "back"],
    ]
  return [
    shown ? ["j k", "scroll"] : ["Enter", "show"],
    ["r c", "reply, note"],
    ["o w x", "status"],
    ["1-4", "priority"],
    ["m u a", "agent"],
    ["Esc", "back"],
    ...(shown ? [] : ([["Tab", "next list"]] as const)),
    ["v", "conversation"],
  ]
}

const ORDER = [
  "send",
  "take suggestion",
  "reply",
  "take",
  "note",
  "note/reply",
  "keys",
  "commands",
  "next waiting",
  "transfer",
  "close",
  "reopen",
  "list",
  "customer",
  "search",
  "new line",
  "quit",
]

function rank(word: string): number {
  return ORDER.indexOf(word)
}

/** What the terminal's own title says. */
export function windowTitle(state: State): string {
  const unread = unreadTotal(state)
  const waiting = state.queue.waiting
  const marks = [unread ? `${unread} unread` : "", waiting ? `${waiting} waiting` : ""].filter(Boolean)
  const name = drawableLine(state.me?.partner.name ?? "chatd").replace(/[^\p{L}\p{N}\p{P} ]/gu, "")
  return `${marks.length ? `(${marks.join(", ")}) ` : ""}${name} console`
}
