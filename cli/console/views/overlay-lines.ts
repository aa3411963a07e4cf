import { PICKER_TITLES } from "../state/picker.ts"
import { nameOf, selectedSummary } from "../state/select.ts"
import type { Overlay, State } from "../state/state.ts"
import { ticketOf } from "../state/tickets.ts"
import { drawableLine } from "../text/drawable.ts"
import { fit, fitLine, type Line, span } from "../text/line.ts"
import { moment } from "../text/time.ts"
import { wrap } from "../text/wrap.ts"
import { agentLines } from "./agent-lines.ts"
import { articleFormLines } from "./article-form-lines.ts"
import { type Drawing, LOADING, MORE, SENDING } from "./drawing.ts"
import { fieldLine } from "./field-line.ts"
import { helpLines } from "./help-lines.ts"
import { overviewLines } from "./overview-lines.ts"
import { pickerLines } from "./picker-lines.ts"
import { quitLines } from "./quit-lines.ts"
import { searchLines } from "./search-lines.ts"
import { settingsLines } from "./settings-lines.ts"
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
      return articleFormLines(overlay.form, width, height)
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

function scrolled(lines: readonly Line[], scroll: number, height: number): Drawing {
  const top = Math.max(0, Math.min(scroll, lines.length - height))
  const shown = lines.slice(top, top + height)
  if (top + height < lines.length) shown[height - 1] = MORE
  return { lines: shown, scroll: top }
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
