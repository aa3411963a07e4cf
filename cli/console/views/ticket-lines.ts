import type { DeskTicket, DeskTicketChange, DeskTicketDetail } from "../../../src/api/desk/protocol.ts"
import { crmWords } from "../../desk/crm-words.ts"
import type { NewTicketOverlay, State, TicketComment, TicketsOverlay } from "../state/state.ts"
import { MOST_TICKETS, TICKET_VIEWS } from "../state/state.ts"
import { drawableLine, drawableText } from "../text/drawable.ts"
import { cut, fit, fitLine, type Line, span } from "../text/line.ts"
import { lasting, moment } from "../text/time.ts"
import { wrap } from "../text/wrap.ts"
import type { StyleName } from "../theme.ts"
import { boxed } from "./boxed.ts"
import { type Drawing, LOADING, MORE, SENDING } from "./drawing.ts"

const VIEW_NAMES = {
  open: "Open",
  mine: "Mine",
  unassigned: "Nobody's",
  closed: "Closed",
  all: "All",
} as const satisfies Record<TicketsOverlay["view"], string>

/** The tickets, or the one that is looked into. */
export function ticketsLines(state: State, overlay: TicketsOverlay, width: number, height: number): Drawing {
  if (overlay.shown) return ticketLines(state, overlay, width, height)
  const { list, index, view } = overlay
  const isCut = list !== undefined && list.length >= MOST_TICKETS
  const tabs: Line = [
    ...TICKET_VIEWS.map((one) =>
      span(`${VIEW_NAMES[one]}  `, ...(one === view ? (["strong"] as const) : (["muted"] as const))),
    ),
    ...(isCut ? [span(` the newest ${MOST_TICKETS}`, "faint")] : []),
  ]
  if (!list) return { lines: [tabs, [], ...LOADING] }
  if (list.length === 0) return { lines: [tabs, [], [span("No tickets here.", "muted")]] }
  const room = Math.max(1, height - 2)
  const top = Math.max(0, Math.min(index - Math.floor(room / 2), list.length - room))
  const rows = list.slice(top, top + room).map((ticket, at): Line => {
    const isChosen = at + top === index
    const line = rowOf(state, ticket, isChosen, width)
    return isChosen ? fitLine(line, width, "selected") : line
  })
  return { lines: [tabs, [], ...rows] }
}

function rowOf({ now }: State, ticket: DeskTicket, isChosen: boolean, width: number): Line {
  const wide = width >= 110
  const age = lasting(now - Date.parse(ticket.createdAt))
  const left: Line = [
    span(isChosen ? "▌" : " ", "accent"),
    span(fit(drawableLine(ticket.reference), 8)),
    span(fit(statusWords(ticket.status), 12), STATUS_STYLES[ticket.status]),
    span(fit(ticket.priority, 7), ...priorityStyle(ticket)),
    span(` ${fit(drawableLine(ticket.requester.name || ticket.requester.email), wide ? 24 : 14)} `),
    ...(wide ? [span(`${fit(drawableLine(ticket.assignee?.name ?? "nobody"), 18)} `, "muted")] : []),
    span(`${age.padStart(4)}  `, "faint"),
  ]
  const taken = 1 + 8 + 12 + 7 + (wide ? 26 + 19 : 16) + 6
  return [...left, span(cut(drawableLine(ticket.subject), Math.max(0, width - taken)))]
}

const STATUS_STYLES: Readonly<Record<DeskTicket["status"], StyleName>> = {
  open: "warn",
  in_progress: "good",
  closed: "faint",
}

function priorityStyle({ priority }: DeskTicket): StyleName[] {
  return priority === "urgent" || priority === "high" ? ["bad"] : ["muted"]
}

export function statusWords(status: DeskTicket["status"]): string {
  return status.replace("_", " ")
}

/** Rows that a comment has to be written in. */
const COMMENT_ROWS = 4

function ticketLines(state: State, overlay: TicketsOverlay, width: number, height: number): Drawing {
  const { shown, comment } = overlay
  const detail = shown?.detail
  if (!shown || !detail) return { lines: LOADING }
  const room = comment ? height - COMMENT_ROWS - 2 : height
  const all = [
    ...factLines(detail.ticket, width),
    [],
    ...textLines(detail.description, width),
    [],
    // What was said in a conversation is read there.
    ...(detail.ticket.conversation === null ? transcriptLines(state, detail, width) : []),
    ...detail.history.flatMap((change) => changeLines(state, change, width)),
  ]
  // Whoever writes has the newest before them.
  const most = Math.max(0, all.length - room)
  const top = comment ? most : Math.min(shown.scroll, most)
  const lines = Array.from({ length: room }, (_, row): Line => all[top + row] ?? [])
  if (top + room < all.length && room > 0) lines[room - 1] = MORE
  if (!comment) return { lines, scroll: top }
  const field = commentLines(detail.ticket, comment, width)
  return {
    lines: [...lines, [], ...field.lines],
    cursor: { x: field.cursor.x, y: room + 1 + field.cursor.y },
  }
}

function transcriptLines({ now }: State, { transcript, ticket }: DeskTicketDetail, width: number): Line[] {
  if (transcript.length === 0) return []
  const said = transcript.flatMap(({ role, name, content, timestamp }): Line[] => {
    const isOwn = role === "user"
    const who = name ?? (isOwn ? ticket.requester.name : "Bot")
    return [
      [span(fit(moment(timestamp, now), 8), "faint"), span(drawableLine(who), isOwn ? "customer" : "bot")],
      ...textLines(content, width - 8).map((line): Line => [span(" ".repeat(8)), ...line]),
    ]
  })
  return [[span("What was said before it", "muted")], ...said, []]
}

function factLines(ticket: DeskTicket, width: number): Line[] {
  const { requester, assignee, conversation, external } = ticket
  const facts: [string, string][] = [
    ["Requester", [requester.name, requester.email, requester.phone].filter(Boolean).join(", ")],
    ["Of", crmWords(requester)],
    [
      "State",
      [
        statusWords(ticket.status),
        `priority ${ticket.priority}`,
        assignee ? `with ${assignee.name}` : "nobody has it",
      ].join(", "),
    ],
    ["About", conversation === null ? "" : `conversation ${conversation}`],
    ["Freshdesk", external ? [external.id, external.url].filter(Boolean).join(", ") : ""],
  ]
  return [
    ...wrap([span(drawableLine(ticket.subject), "strong")], width),
    ...facts
      .filter(([, value]) => value)
      .map(
        ([name, value]): Line => [
          span(fit(name, 11), "muted"),
          span(cut(drawableLine(value), Math.max(0, width - 11))),
        ],
      ),
  ]
}

function changeLines({ now }: State, change: DeskTicketChange, width: number): Line[] {
  const { at, actor, kind, from, to, text = "", visibility } = change
  const isInternal = visibility === "internal"
  const head: Line = [
    span(fit(moment(at, now), 8), "faint"),
    span(drawableLine(actor.name), actor.id === "customer" ? "customer" : "agent"),
  ]
  if (kind === "comment") {
    const to = actor.id === "customer" ? "" : isInternal ? ", only for agents" : ", to the requester"
    return [
      [...head, span(to, isInternal ? "note" : "muted")],
      ...textLines(text, width - 8).map(
        (line): Line => [
          span(" ".repeat(8)),
          ...line.map((one) => (isInternal ? span(one.text, "note") : one)),
        ],
      ),
    ]
  }
  const shown = (value: string | null) =>
    value === null ? "nobody" : drawableLine(kind === "status" ? value.replace("_", " ") : value)
  const [before, after] = [shown(change.fromName ?? from), shown(change.toName ?? to)]
  const name = kind === "assignee" ? "agent" : kind
  const what = kind === "created" ? " opened it" : `: ${name} ${before} → ${after}`
  return [fitLine([...head, span(what, "muted")], width)]
}

function textLines(text: string, width: number): Line[] {
  return text.split("\n").flatMap((line) => wrap([span(drawableText(line))], width))
}

function commentLines({ requester }: DeskTicket, comment: TicketComment, width: number) {
  const isPublic = comment.visibility === "public"
  const name = drawableLine(requester.name || requester.email)
  const title = isPublic ? `To ${name}` : "Only for agents"
  const { rows, at } = boxed(comment.editor, width - 2, COMMENT_ROWS)
  const style = isPublic ? "accent" : "note"
  return {
    lines: [
      [span(comment.isSending ? `${title}…` : title, style)],
      ...Array.from({ length: COMMENT_ROWS }, (_, row): Line => [span("▏ ", style), span(rows[row] ?? "")]),
    ],
    cursor: { x: at.x + 2, y: at.y + 1 },
  }
}

const FIELD_NAMES = [
  "Subject, or nothing",
  "What it is about, which the customer reads",
  "Name",
  "E-mail",
] as const

/** The form of a new ticket. */
export function newTicketLines(form: NewTicketOverlay, width: number, height: number): Drawing {
  const about = `Out of conversation ${form.conversation}: what was said there goes along.`
  const lines: Line[] = [[span(cut(about, width), "muted")], []]
  let cursor: Drawing["cursor"]
  const most = Math.max(1, height - 14)
  form.fields.forEach((editor, index) => {
    const isHere = index === form.field
    lines.push([span(FIELD_NAMES[index] ?? "", isHere ? "accent" : "muted")])
    const { rows, at } = boxed(editor, width - 2, index === 1 ? most : 1)
    if (isHere) cursor = { x: at.x + 2, y: lines.length + at.y }
    lines.push(...rows.map((text): Line => [span("▏ ", isHere ? "accent" : "faint"), span(text)]), [])
  })
  if (form.isSending) lines.push(SENDING)
  if (!cursor) return { lines }
  const hidden = Math.max(0, cursor.y + 1 - height)
  return { lines: lines.slice(hidden), cursor: { x: cursor.x, y: cursor.y - hidden } }
}
