import type { DeskTicket, DeskTicketChange, DeskTicketDetail } from "../../../src/api/desk/protocol.ts"
import { EMPTY, editorOf, insert, textOf, typed } from "../editor.ts"
import type { KeyPress } from "../keys.ts"
import { drawableLine } from "../text/drawable.ts"
import { begunAs, withoutBegun } from "./begun.ts"
import { BEGUN, closeOverlay, NEEDS_CONNECTION, say, show, step } from "./change.ts"
import type { Call, Effect, Step } from "./effect.ts"
import { turned, withField } from "./form-fields.ts"
import { open } from "./frames.ts"
import { SCROLL_KEYS } from "./scroll-keys.ts"
import { myNumber, nameOf, selectedSummary } from "./select.ts"
import {
  type NewTicketOverlay,
  type State,
  TICKET_VIEWS,
  type TicketComment,
  type TicketsOverlay,
} from "./state.ts"
import { detailCall, listCall, refresh } from "./ticket-calls.ts"

/** The tickets, and what agents do with them. */

type NewId = () => string

/** Opens the list of those that are not closed. */
export function showTickets(state: State): Step<State> {
  const overlay: TicketsOverlay = {
    kind: "tickets",
    view: "open",
    list: undefined,
    index: 0,
    shown: undefined,
    comment: undefined,
  }
  return show(state, overlay, listCall(overlay))
}

/** A form for a ticket out of the conversation that is open. */
export function newTicket(state: State): Step<State> {
  const summary = selectedSummary(state)
  if (!summary) return step(say(state, "Choose a conversation first."))
  const begun = begunAs(state, "newTicket", summary.number)
  if (begun) return show(say(state, BEGUN), begun.form)
  const { name, email } = summary.customer
  return show(state, {
    kind: "newTicket",
    conversation: summary.number,
    who: nameOf(summary),
    field: 0,
    fields: [EMPTY, EMPTY, editorOf(name ?? ""), editorOf(email ?? "")],
    isSending: false,
  })
}

/** One key in the tickets' view. */
export function inTickets(state: State, overlay: TicketsOverlay, key: KeyPress, newId: NewId): Step<State> {
  if (overlay.comment) return commenting(state, overlay, overlay.comment, key, newId)
  const ticket = ticketOf(overlay)
  const turn = { tab: 1, "]": 1, right: 1, l: 1, "shift+tab": -1, "[": -1, left: -1, h: -1 }[key.name]
  const by = MOVES[key.name]
  if (overlay.shown) {
    if (by)
      return show(state, {
        ...overlay,
        shown: { ...overlay.shown, scroll: Math.max(0, overlay.shown.scroll + by) },
      })
    if (key.name === "q" || key.name === "enter") return leaveTicket(state, overlay)
  } else {
    if (turn) return turnView(state, overlay, turn)
    const last = Math.max(0, (overlay.list?.length ?? 0) - 1)
    if (by) return show(state, { ...overlay, index: Math.max(0, Math.min(last, overlay.index + by)) })
    if (key.name === "q") return closeOverlay(state)
    if (key.name === "enter" && ticket)
      return show(
        state,
        { ...overlay, shown: { number: ticket.number, detail: undefined, scroll: 0 } },
        detailCall(ticket.number),
      )
  }
  return ticket ? actOn(state, overlay, ticket, key.name) : step(state)
}

const MOVES: Readonly<Record<string, number>> = { ...SCROLL_KEYS, G: 1e6, end: 1e6 }

/** Back to the list; undefined where there is nothing to go back from. */
export function leaveTicket(state: State, overlay: TicketsOverlay): Step<State> {
  if (overlay.comment) return show(state, { ...overlay, comment: undefined })
  if (overlay.shown) return show(state, { ...overlay, shown: undefined })
  return closeOverlay(state)
}

/** The one that is looked into, or that the list stands at. */
export function ticketOf({ list = [], index, shown }: TicketsOverlay): DeskTicket | undefined {
  if (!shown) return list[index]
  return shown.detail?.ticket ?? list.find(({ number }) => number === shown.number)
}

function turnView(state: State, overlay: TicketsOverlay, by: number): Step<State> {
  const at = TICKET_VIEWS.indexOf(overlay.view)
  const view = TICKET_VIEWS[(at + by + TICKET_VIEWS.length) % TICKET_VIEWS.length] ?? "open"
  const next: TicketsOverlay = { ...overlay, view, list: undefined, index: 0 }
  return show(state, next, listCall(next))
}

type Changes = Extract<Call, { what: "changeTicket" }>["body"]

const CHANGES: Readonly<Record<string, Changes>> = {
  o: { status: "open" },
  w: { status: "in_progress" },
  x: { status: "closed" },
  "1": { priority: "low" },
  "2": { priority: "medium" },
  "3": { priority: "high" },
  "4": { priority: "urgent" },
  u: { assignee: null },
}

function actOn(state: State, overlay: TicketsOverlay, ticket: DeskTicket, key: string): Step<State> {
  const mine = myNumber(state)
  const changes = key === "m" && mine !== undefined ? { assignee: mine } : CHANGES[key]
  if (changes) return changeTicket(state, ticket.number, changes)
  if (key === "a")
    return show(state, { kind: "picker", picker: "assignee", filter: EMPTY, index: 0, back: overlay })
  if (key === "v" && ticket.conversation !== null)
    return open({ ...state, overlay: undefined, focus: "thread" }, ticket.conversation)
  if (key !== "c" && key !== "r") return step(state)
  const shown = overlay.shown ?? { number: ticket.number, detail: undefined, scroll: 0 }
  const begun = begunAs(state, "comment", ticket.number)?.comment
  const comment = begun ?? newComment(key === "r" ? "public" : "internal")
  return show(
    begun ? say(state, begunWords(begun)) : state,
    { ...overlay, shown, comment },
    ...(overlay.shown ? [] : [detailCall(ticket.number)]),
  )
}

function newComment(visibility: TicketComment["visibility"]): TicketComment {
  return { visibility, editor: EMPTY, isSending: false }
}

/** What was for agents only stays so, whichever key brings it back. */
function begunWords({ visibility }: TicketComment): string {
  const [whom, turned] =
    visibility === "public" ? ["the requester", "agents"] : ["agents only", "the requester"]
  return `As you left it, for ${whom}; Ctrl-N makes it for ${turned}, Ctrl-X throws it away.`
}

export function changeTicket(state: State, number: number, body: Changes): Step<State> {
  if (state.link.status !== "online") return step(say(state, NEEDS_CONNECTION, "warn"))
  return step(state, { type: "call", call: { what: "changeTicket", number, body } })
}

function commenting(
  state: State,
  overlay: TicketsOverlay,
  comment: TicketComment,
  key: KeyPress,
  newId: NewId,
): Step<State> {
  const put = (change: Partial<TicketComment>, ...effects: Effect[]) =>
    show(state, { ...overlay, comment: { ...comment, ...change } }, ...effects)
  if (comment.isSending || !overlay.shown) return step(state)
  if (key.name === "ctrl+n")
    return put({ visibility: comment.visibility === "public" ? "internal" : "public" })
  if (NEW_LINES.includes(key.name)) return put({ editor: insert(comment.editor, "\n") })
  if (key.name !== "enter") {
    const editor = typed(comment.editor, key)
    return editor ? put({ editor }) : step(state)
  }
  const text = textOf(comment.editor).trim()
  if (text === "") return step(state)
  if (state.link.status !== "online") return step(say(state, NEEDS_CONNECTION, "warn"))
  const { number } = overlay.shown
  const body = named({ text, visibility: comment.visibility }, comment.tried, newId)
  return put(
    { isSending: true, tried: body },
    { type: "call", call: { what: "commentTicket", number, body } },
  )
}

/** The same again goes by the same name: what arrived, though no reply came, is stored once. */
function named<Said extends object>(
  said: Said,
  tried: (Said & { clientId: string }) | undefined,
  newId: NewId,
): Said & { clientId: string } {
  const again = tried && { ...said, clientId: tried.clientId }
  return again && JSON.stringify(again) === JSON.stringify(tried) ? again : { ...said, clientId: newId() }
}

const NEW_LINES: readonly string[] = ["alt+enter", "ctrl+j", "shift+enter"]

/** One key in the form of a new ticket. */
export function inNewTicket(state: State, form: NewTicketOverlay, key: KeyPress, newId: NewId): Step<State> {
  const turn = (by: 1 | -1) => show(state, turned(form, by))
  if (form.isSending) return step(state)
  if (key.name === "tab") return turn(1)
  if (key.name === "shift+tab") return turn(-1)
  if (key.name === "ctrl+s") return sendTicket(state, form, newId)
  const isLines = form.field === ABOUT
  if (key.name === "enter" && !isLines) return turn(1)
  const isNewLine = key.name === "enter" || NEW_LINES.includes(key.name)
  const editor = form.fields[form.field]
  const next = isNewLine ? (isLines ? insert(editor, "\n") : editor) : typed(editor, key)
  return next ? show(state, withField(form, next)) : step(state)
}

/** The one field that may have several lines. */
const ABOUT = 1

/** Text that was pasted into a comment or the form. */
export function pasteIntoTicket(
  state: State,
  overlay: TicketsOverlay | NewTicketOverlay,
  text: string,
): Step<State> {
  if (overlay.kind === "newTicket") {
    if (overlay.isSending) return step(state)
    const shown = overlay.field === ABOUT ? text : text.replace(/\n/g, " ")
    return show(state, withField(overlay, insert(overlay.fields[overlay.field], shown)))
  }
  const { comment } = overlay
  return comment && !comment.isSending
    ? show(state, { ...overlay, comment: { ...comment, editor: insert(comment.editor, text) } })
    : step(state)
}

function sendTicket(state: State, form: NewTicketOverlay, newId: NewId): Step<State> {
  const [subject = "", description = "", name = "", email = ""] = form.fields.map((one) => textOf(one).trim())
  if (!description)
    return step(say({ ...state, overlay: { ...form, field: ABOUT } }, "Say what it is about.", "warn"))
  if (state.link.status !== "online") return step(say(state, NEEDS_CONNECTION, "warn"))
  const said = {
    conversation: form.conversation,
    ...(subject && { subject }),
    description,
    requester: { ...(name && { name }), ...(email && { email }) },
  }
  const body = named(said, form.tried, newId)
  return show(
    state,
    { ...form, isSending: true, tried: body },
    { type: "call", call: { what: "openTicket", body } },
  )
}

export type TicketCall = Extract<
  Call,
  { what: "tickets" | "ticket" | "changeTicket" | "commentTicket" | "openTicket" }
>

export function isTicketCall(call: Call): call is TicketCall {
  return TICKET_CALLS.includes(call.what)
}

const TICKET_CALLS: readonly Call["what"][] = [
  "tickets",
  "ticket",
  "changeTicket",
  "commentTicket",
  "openTicket",
]

/** A reply to a call about tickets. */
export function ticketResult(state: State, call: TicketCall, value: unknown): Step<State> {
  const { overlay } = state
  const tickets = overlay?.kind === "tickets" ? overlay : undefined
  switch (call.what) {
    case "tickets":
      return tickets?.view === call.view
        ? step({ ...state, overlay: withList(tickets, (value as { tickets: DeskTicket[] }).tickets) })
        : step(state)
    case "ticket":
      return tickets?.shown?.number === call.number
        ? step({
            ...state,
            overlay: { ...tickets, shown: { ...tickets.shown, detail: value as DeskTicketDetail } },
          })
        : step(state)
    case "changeTicket": {
      const ticket = value as DeskTicket
      const said = say(state, changed(ticket, call.body), "good")
      return tickets
        ? step({ ...said, overlay: withTicket(tickets, ticket) }, ...refresh(tickets))
        : step(said)
    }
    case "commentTicket": {
      const { visibility } = value as DeskTicketChange
      const done = withoutBegun(state, "comment", call.number)
      const told = visibility === "public" ? "Said; the requester reads it." : "Noted, for agents only."
      const said = say(done, told, "good")
      if (tickets?.shown?.number !== call.number) return step(said)
      const comment = tickets.comment?.isSending ? undefined : tickets.comment
      return step({ ...said, overlay: { ...tickets, comment } }, detailCall(call.number))
    }
    case "openTicket": {
      const { ticket } = value as DeskTicketDetail
      const done = withoutBegun(state, "newTicket", call.body.conversation)
      const said = say(done, `Ticket ${drawableLine(ticket.reference)} is open; # shows it.`, "good")
      const isTaken =
        overlay?.kind === "newTicket" && overlay.isSending && overlay.conversation === call.body.conversation
      return step(isTaken ? { ...said, overlay: undefined } : said)
    }
  }
}

/** What was refused can be sent again: it is still there. */
export function ticketFailed(state: State): State {
  const { overlay } = state
  if (overlay?.kind === "newTicket") return { ...state, overlay: { ...overlay, isSending: false } }
  if (overlay?.kind === "tickets" && overlay.comment)
    return { ...state, overlay: { ...overlay, comment: { ...overlay.comment, isSending: false } } }
  return state
}

/** Where one was stays where one is, wherever that has moved to. */
function withList(overlay: TicketsOverlay, list: readonly DeskTicket[]): TicketsOverlay {
  const before = overlay.list?.[overlay.index]?.number
  const at = list.findIndex(({ number }) => number === before)
  const index = at >= 0 ? at : Math.max(0, Math.min(overlay.index, list.length - 1))
  return { ...overlay, list, index }
}

function withTicket(overlay: TicketsOverlay, ticket: DeskTicket): TicketsOverlay {
  const { shown } = overlay
  const isShown = shown?.detail?.ticket.number === ticket.number
  return {
    ...overlay,
    list: overlay.list?.map((one) => (one.number === ticket.number ? ticket : one)),
    ...(isShown && shown.detail && { shown: { ...shown, detail: { ...shown.detail, ticket } } }),
  }
}

function changed(
  { reference, assignee, status }: DeskTicket,
  { status: wanted, priority, assignee: given }: Changes,
): string {
  const name = drawableLine(reference)
  if (wanted !== undefined) return `${name} is ${status.replace("_", " ")}.`
  if (priority !== undefined) return `${name}: priority ${priority}.`
  return given === null || !assignee ? `Nobody has ${name}.` : `${drawableLine(assignee.name)} has ${name}.`
}
