import type { DeskSetting, SearchHit } from "../../../src/api/desk/protocol.ts"
import { refLabel } from "../../desk/summary-table.ts"
import { type Editor, textOf } from "../editor.ts"
import type { ConsoleCommand } from "../state/commands/console-command.ts"
import { COMMANDS } from "../state/commands.ts"
import { keyLabel } from "../state/key-names.ts"
import { choices, PICKER_TITLES } from "../state/picker.ts"
import { listOf, nameOf, selectedSummary } from "../state/select.ts"
import type { ArticleForm, Overlay, State } from "../state/state.ts"
import { ticketOf } from "../state/tickets.ts"
import { drawableLine, drawableText } from "../text/drawable.ts"
import { cut, ends, fit, fitLine, type Line, span, widthOf } from "../text/line.ts"
import { moment } from "../text/time.ts"
import { wrap } from "../text/wrap.ts"
import { boxed } from "./boxed.ts"
import type { Drawing } from "./drawing.ts"
import { overviewLines } from "./overview-lines.ts"
import { newTicketLines, ticketsLines } from "./ticket-lines.ts"

/** A view that stands before the conversation: its title, its content, and where one types. */
export function overlayLines(state: State, overlay: Overlay, width: number, height: number): Drawing {
  const drawing = content(state, overlay, width - 4, height - 2)
  const lines: Line[] = [
    titleLine(titleOf(state, overlay), width),
    [],
    ...drawing.lines.slice(0, height - 2).map((line) => [span("  "), ...line]),
  ]
  return {
    lines: Array.from({ length: height }, (_, row) => fitLine(lines[row] ?? [], width)),
    ...(drawing.scroll !== undefined && { scroll: drawing.scroll }),
    ...(drawing.cursor && { cursor: { x: drawing.cursor.x + 2, y: drawing.cursor.y + 2 } }),
  }
}

function titleLine(title: string, width: number): Line {
  return fitLine([span(` ${title}`, "strong")], width)
}

function titleOf(state: State, overlay: Overlay): string {
  switch (overlay.kind) {
    case "help":
      return "Keys"
    case "picker":
      return overlay.setting ?? PICKER_TITLES[overlay.picker]
    case "transferNote":
      return "queue" in overlay.to ? "Back to the queue" : `Transfer to ${drawableLine(overlay.to.name)}`
    case "search":
      return "Search what was said"
    case "settings":
      return "Settings"
    case "agents":
      return "Who is there"
    case "today":
      return overlay.today ? `Today, ${overlay.today.date}` : "Today"
    case "article":
      return "A new article in the knowledge base"
    case "tickets":
      return overlay.shown
        ? `Ticket ${drawableLine(ticketOf(overlay)?.reference ?? String(overlay.shown.number))}`
        : "Tickets"
    case "newTicket":
      return `A ticket for ${drawableLine(overlay.who)}`
    case "route":
      return `Why #${state.selected} went where it went`
    case "erased":
      return `#${overlay.conversation} was erased`
    case "quit":
      return "Leave the console?"
  }
}

function content(state: State, overlay: Overlay, width: number, height: number): Drawing {
  switch (overlay.kind) {
    case "help":
      return scrolled(helpLines(width), overlay.scroll, height)
    case "picker":
      return pickerLines(state, overlay, width, height)
    case "transferNote":
      return transferNote(state, overlay, width)
    case "search":
      return searchLines(state, overlay, width, height)
    case "settings":
      return settingsLines(overlay, width, height)
    case "agents":
      return { lines: agentLines(state, width) }
    case "today":
      return overlay.today
        ? scrolled(overviewLines(overlay.today, overlay.week, width, height), overlay.scroll, height)
        : { lines: LOADING }
    case "article":
      return articleLines(overlay.form, width, height)
    case "tickets":
      return ticketsLines(state, overlay, width, height)
    case "newTicket":
      return newTicketLines(overlay, width, height)
    case "route":
      return overlay.lines
        ? scrolled(routeLines(state, overlay.lines, width), overlay.scroll, height)
        : { lines: LOADING }
    case "erased":
      return { lines: wrap([span(ERASED)], width) }
    case "quit":
      return { lines: quitLines(state, width) }
  }
}

const SENDING: Line = [span("Sending…", "muted")]
const LOADING: Line[] = [[span("Loading…", "muted")]]

function scrolled(lines: readonly Line[], scroll: number, height: number): Drawing {
  const top = Math.max(0, Math.min(scroll, lines.length - height))
  const shown = lines.slice(top, top + height)
  if (top + height < lines.length) shown[height - 1] = [span("↓ more", "faint")]
  return { lines: shown, scroll: top }
}

function helpLines(width: number): Line[] {
  const groups = [...new Set(COMMANDS.map(({ group }) => group))]
  const wide = width >= 90
  const columns = wide ? 51 : width < 60 ? 12 : 22
  const keysOf = ({ keys, composerKeys = [] }: ConsoleCommand): string => {
    const here = keys.map(keyLabel).join(" ")
    const typing = composerKeys
      .filter((key) => !keys.includes(key))
      .map(keyLabel)
      .join(" ")
    if (wide) return `${fit(here, 20)} ${typing && `typing: ${typing}`}`
    return [here, typing].filter(Boolean).join("  ")
  }
  return [
    ...groups.map((group) => ({
      title: group,
      keys: COMMANDS.filter((command) => command.group === group).map(
        (command) => [keysOf(command), command.title] as const,
      ),
    })),
    ...ELSEWHERE,
  ].flatMap(({ title, keys }): Line[] => [
    [span(title, "strong")],
    ...keys.flatMap(([label, text]) => helpEntry(label, text, columns, width)),
    [],
  ])
}

/** Keys and what they do, in as many rows as that takes. */
function helpEntry(label: string, text: string, columns: number, width: number): Line[] {
  const rows = wrap([span(text)], Math.max(10, width - columns - 1))
  const isLong = widthOf(label) > columns
  const beside = rows.map(
    (line, row): Line => [span(`${fit(row > 0 || isLong ? "" : label, columns)} `, "accent"), ...line],
  )
  return isLong ? [[span(label, "accent")], ...beside] : beside
}

/** What keys do in a view of its own. */
const ELSEWHERE = [
  {
    title: "In the tickets",
    keys: [
      ["Enter", "look into it; Esc goes back"],
      ["r c", "say something: to the requester, or for agents only"],
      ["o w x", "open, in progress, closed"],
      ["1 2 3 4", "priority low, medium, high, urgent"],
      ["m u a", "it is mine, nobody's, a colleague's"],
      ["v", "the conversation that it came of"],
      ["Tab Shift-Tab", "the next list, the one before"],
    ],
  },
  {
    title: "In forms: tickets, articles, notes",
    keys: [
      ["Tab Shift-Tab", "the next field, the one before"],
      ["Ctrl-S", "save an article, open a ticket"],
      ["Esc", "not now: what is written is there the next time"],
      ["Ctrl-X", "throw away what is written"],
    ],
  },
  {
    title: "In the composer",
    keys: [
      ["Ctrl-A Ctrl-E", "line's beginning, end"],
      ["Alt-B Alt-F", "a word back, forward; Ctrl-← Ctrl-→ as well"],
      ["Ctrl-W Alt-D", "take out the word before, behind"],
      ["Ctrl-U Ctrl-K", "take out to the line's beginning, end; Ctrl-Y puts it back"],
      ["Ctrl-_ Alt-U", "undo"],
      ["↑ ↓", "what was sent before, from the first or last line"],
      [":wave:", "👋, and forty more"],
    ],
  },
] as const

function pickerLines(
  state: State,
  overlay: Extract<Overlay, { kind: "picker" }>,
  width: number,
  height: number,
): Drawing {
  const all = choices(state, overlay)
  const index = Math.min(overlay.index, Math.max(0, all.length - 1))
  const room = height - 2
  const top = Math.max(0, Math.min(index - Math.floor(room / 2), all.length - room))
  const field = fieldLine("› ", overlay.filter, width)
  const widest = Math.min(
    Math.floor(width * (overlay.picker === "palette" ? 0.8 : 0.5)),
    Math.max(0, ...all.map(({ label }) => widthOf(drawableLine(label)))) + 2,
  )
  const rows = all.slice(top, top + room).map(({ label, hint = "" }, at): Line => {
    const isChosen = at + top === index
    const line: Line = [
      span(isChosen ? "▌" : " ", "accent"),
      span(fit(drawableLine(label), widest)),
      span(" "),
      span(cut(drawableLine(hint), Math.max(0, width - widest - 3)), "muted"),
    ]
    return isChosen ? fitLine(line, width, "selected") : line
  })
  const none = all.length === 0 ? [[span(NOTHING[overlay.picker] ?? "Nothing fits.", "muted")]] : []
  return { lines: [field.line, [], ...rows, ...none], cursor: { x: field.x, y: 0 } }
}

const NOTHING: Partial<Record<string, string>> = { canned: "No canned reply fits." }

function fieldLine(mark: string, editor: Editor, width: number): { line: Line; x: number } {
  const room = Math.max(1, width - widthOf(mark) - 1)
  const before = drawableText(editor.chars.slice(0, editor.cursor).join(""))
  let shown = drawableText(textOf(editor)).replaceAll("\n", "⏎")
  let x = widthOf(before)
  while (x > room) {
    const [first = ""] = shown
    shown = shown.slice(first.length)
    x -= Math.max(1, widthOf(first))
  }
  return { line: fitLine([span(mark, "accent"), span(shown)], width), x: x + widthOf(mark) }
}

function transferNote(
  state: State,
  { editor, isSending }: Extract<Overlay, { kind: "transferNote" }>,
  width: number,
): Drawing {
  const summary = selectedSummary(state)
  const field = fieldLine("› ", editor, width)
  const name = summary ? drawableLine(nameOf(summary)) : ""
  const about = wrap(
    [span(`A note on ${name} for whoever gets it; the customer does not see it. It may be empty.`, "muted")],
    width,
  )
  return {
    lines: [...about, [], field.line, ...(isSending ? [[], SENDING] : [])],
    cursor: { x: field.x, y: about.length + 1 },
  }
}

function searchLines(
  state: State,
  overlay: Extract<Overlay, { kind: "search" }>,
  width: number,
  height: number,
): Drawing {
  const field = fieldLine("› ", overlay.query, width)
  const { hits, asked, index, isCut } = overlay
  const about: Line = isCut ? [span(`the newest ${hits?.length}; further words find fewer`, "faint")] : []
  const lines: Line[] = [field.line, about]
  if (asked && !hits) lines.push([span("Searching…", "muted")])
  if (hits?.length === 0) lines.push([span(`Nothing was found for “${drawableLine(asked)}”.`, "muted")])
  const room = Math.max(1, Math.floor((height - 2) / 2))
  const top = Math.max(0, Math.min(index - Math.floor(room / 2), (hits?.length ?? 0) - room))
  for (const [at, hit] of (hits ?? []).slice(top, top + room).entries())
    lines.push(...hitLines(state, hit, at + top === index, width))
  return { lines, cursor: { x: field.x, y: 0 } }
}

function hitLines(state: State, hit: SearchHit, isChosen: boolean, width: number): Line[] {
  const name = drawableLine(refLabel(hit.customer))
  const head = ends(
    [
      span(isChosen ? "▌" : " ", "accent"),
      span(name, "customer"),
      span(` #${hit.conversation}, ${hit.from}`, "muted"),
    ],
    [span(moment(hit.at, state.now), "faint")],
    width,
  )
  const excerpt = hit.excerpt.map(({ text, hit: isHit }) => {
    const shown = drawableText(text).replace(/\s+/g, " ")
    return isHit ? span(shown, "hit") : span(shown, "muted")
  })
  return [isChosen ? fitLine(head, width, "selectedDim") : head, fitLine([span("  "), ...excerpt], width)]
}

function settingsLines(
  { list, index, editing }: Extract<Overlay, { kind: "settings" }>,
  width: number,
  height: number,
): Drawing {
  if (!list) return { lines: LOADING }
  const about = 4
  const room = Math.max(1, height - about)
  const top = Math.max(0, Math.min(index - Math.floor(room / 2), list.length - room))
  const widest = Math.min(Math.floor(width / 2), Math.max(0, ...list.map(({ key }) => key.length)) + 2)
  let cursor: Drawing["cursor"]
  const rows = list.slice(top, top + room).map((setting, at): Line => {
    const isChosen = at + top === index
    const left: Line = [span(isChosen ? "▌" : " ", "accent"), span(fit(setting.key, widest))]
    if (isChosen && editing) {
      const field = fieldLine("", editing, width - widest - 1)
      cursor = { x: widest + 1 + field.x, y: at }
      return [...left, ...field.line]
    }
    const isOwn = setting.value !== setting.default
    const line: Line = [
      ...left,
      span(
        cut(drawableLine(setting.value) || "–", width - widest - 2),
        ...(isOwn ? ([] as const) : (["muted"] as const)),
      ),
    ]
    return isChosen ? fitLine(line, width, "selected") : line
  })
  while (rows.length < room) rows.push([])
  return {
    lines: [...rows, [], ...describe(list[index], width).slice(0, about - 1)],
    ...(cursor && { cursor }),
  }
}

function describe(setting: DeskSetting | undefined, width: number): Line[] {
  if (!setting) return []
  const fallback = setting.default === "" ? "nothing" : drawableLine(setting.default)
  return [
    ...wrap([span(drawableLine(setting.description))], width).slice(0, 2),
    [span(`Default: ${fallback}`, "muted")],
  ]
}

function agentLines(state: State, width: number): Line[] {
  const agents = state.agents.filter(({ disabled }) => !disabled)
  if (agents.length === 0) return [[span("No agents yet.", "muted")]]
  const widest = Math.min(30, Math.max(...agents.map(({ name }) => widthOf(drawableLine(name)))) + 2)
  return agents
    .toSorted((a, b) => Number(b.connected) - Number(a.connected) || a.name.localeCompare(b.name))
    .map(({ name, presence, connected, available, open, capacity, role }): Line => {
      const tone = available ? "good" : connected ? "warn" : "faint"
      const word = connected ? presence : "not connected"
      return fitLine(
        [
          span("● ", tone),
          span(fit(drawableLine(name), widest)),
          span(fit(word, 15), "muted"),
          span(`${load(open, capacity)} ${open} of ${capacity}`),
          span(role === "admin" ? "  admin" : "", "muted"),
        ],
        width,
      )
    })
}

function load(open: number, capacity: number): string {
  const full = capacity ? Math.min(10, Math.round((open / capacity) * 10)) : 0
  return `${"█".repeat(full)}${"░".repeat(10 - full)}`
}

const FIELD_NAMES = ["Title", "Question, as customers ask it", "Answer"] as const

function articleLines(form: ArticleForm, width: number, height: number): Drawing {
  const lines: Line[] = []
  let cursor: Drawing["cursor"]
  const share = [
    1,
    Math.max(1, Math.floor((height - 8) / 3)),
    Math.max(2, Math.floor(((height - 8) * 2) / 3)),
  ]
  form.fields.forEach((editor, at) => {
    const isHere = at === form.field
    lines.push([span(FIELD_NAMES[at] ?? "", isHere ? "accent" : "muted")])
    const { rows, at: place } = boxed(editor, width - 2, share[at] ?? 1)
    if (isHere) cursor = { x: place.x + 2, y: lines.length + place.y }
    lines.push(...rows.map((text): Line => [span("▏ ", isHere ? "accent" : "faint"), span(text)]), [])
  })
  if (form.isSending) lines.push(SENDING)
  return { lines, ...(cursor && { cursor }) }
}

function routeLines(state: State, list: readonly { at: string; sentence: string }[], width: number): Line[] {
  if (list.length === 0) return [[span("Nothing was decided yet.", "muted")]]
  return list.flatMap(({ at, sentence }) => {
    const time = fit(moment(at, state.now), 8)
    return wrap([span(drawableLine(sentence))], width - 8).map(
      (line, row): Line => [span(row ? " ".repeat(8) : time, "muted"), ...line],
    )
  })
}

const ERASED =
  "This conversation is gone, and with it what was being written in it. Until you press Esc, keys do nothing, so that what you type goes to nobody else."

function keptWords({ keepingFault }: State): string {
  return keepingFault === undefined
    ? "it is kept and goes out the next time."
    : `it is lost when you leave: ${drawableLine(keepingFault)}`
}

const BEGUN = {
  article: "an article",
  newTicket: "a ticket",
  transferNote: "a note for a transfer",
  comment: "what you say of a ticket",
} as const

function begunWords({ begun }: State): string {
  return [...new Set(begun.map(({ kind }) => BEGUN[kind]))].join(", ")
}

function quitLines(state: State, width: number): Line[] {
  const open = listOf(state, "mine").filter(({ status }) => status !== "closed").length
  const words = [
    open > 0
      ? `${open === 1 ? "You have an open conversation. Without you it goes" : `You have ${open} open conversations. Without you they go`} back to the queue after a while; T gives one to a colleague.`
      : "",
    state.outbox.length > 0
      ? `${state.outbox.length} of what you wrote has not been sent; ${keptWords(state)}`
      : "",
    state.begun.length > 0 ? `Begun and not sent, and lost when you leave: ${begunWords(state)}.` : "",
  ].filter(Boolean)
  return words.flatMap((text) => wrap([span(text)], width))
}
