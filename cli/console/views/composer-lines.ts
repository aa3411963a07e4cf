import { type Editor, textOf } from "../editor.ts"
import { canSend, compositionOf, nameOf, selectedSummary } from "../state/select.ts"
import type { State } from "../state/state.ts"
import { drawableLine, drawableText } from "../text/drawable.ts"
import { cut, ends, fitLine, type Line, lineWidth, rule, type Span, span, widthOf } from "../text/line.ts"

const MARK = "› "

/** What is typed, broken into rows; where the cursor stands among them. */
function composed(editor: Editor, width: number): { rows: string[]; cursor: { x: number; y: number } } {
  const room = Math.max(1, width - widthOf(MARK) - 1)
  const rows = [""]
  let taken = 0
  let cursor = { x: 0, y: 0 }
  const here = () => ({ x: taken, y: rows.length - 1 })
  editor.chars.forEach((char, index) => {
    if (index === editor.cursor) cursor = here()
    if (char === "\n") {
      rows.push("")
      taken = 0
      return
    }
    const shown = drawableText(char)
    const wide = widthOf(shown)
    if (taken + wide > room) {
      rows.push("")
      taken = 0
      if (index === editor.cursor) cursor = here()
    }
    rows[rows.length - 1] += shown
    taken += wide
  })
  if (editor.cursor === editor.chars.length) cursor = here()
  return { rows, cursor }
}

export function composerRows(editor: Editor, width: number): number {
  return composed(editor, width).rows.length
}

/** The composer, its head first; where the cursor stands in it, if it has the focus. */
export function composerLines(state: State, width: number, height: number) {
  const summary = selectedSummary(state)
  const { editor, kind } = compositionOf(state)
  const hasFocus = state.focus === "composer" && !state.overlay
  const { rows, cursor } = composed(editor, width)
  const room = height - 1
  const top = Math.max(0, Math.min(rows.length - room, cursor.y - room + 1))
  const hint =
    summary && !canSend(summary, kind) ? "o opens it again, n writes a note" : "r replies, n writes a note"
  const lines: Line[] = [head(state, width, hasFocus)]
  for (const [index, row] of rows.slice(top, top + room).entries()) {
    const mark = span(
      index + top === 0 ? MARK : "  ",
      hasFocus ? (kind === "note" ? "note" : "accent") : "faint",
    )
    const isHint = editor.chars.length === 0 && !hasFocus
    const text = isHint ? span(hint, "faint") : kind === "note" ? span(row, "note") : span(row)
    lines.push(fitLine([mark, text], width))
  }
  while (lines.length < height) lines.push(fitLine([], width))
  return {
    lines,
    cursor: hasFocus ? { x: cursor.x + widthOf(MARK), y: cursor.y - top + 1 } : undefined,
  }
}

function head(state: State, width: number, hasFocus: boolean): Line {
  const summary = selectedSummary(state)
  const { kind, source, editor } = compositionOf(state)
  const name = summary ? cut(drawableLine(nameOf(summary)), 30) : ""
  const title = kind === "note" ? "Note, only agents see it" : `Reply to ${name}`
  const most = state.me?.settings.maxMessageLength ?? 4000
  const length = textOf(editor).length
  const right: Span[] = [
    ...(source ? [span(` from “${cut(drawableLine(source.title), 24)}” `, "muted")] : []),
    ...(length > most * 0.8 ? [span(` ${length}/${most} `, length > most ? "bad" : "warn")] : []),
  ]
  const style = kind === "note" ? "note" : hasFocus ? "accent" : "muted"
  const left: Line = [span("── ", "faint"), span(title, style), span(" ")]
  return ends([...left, rule(width - lineWidth(left) - lineWidth(right))], right, width)
}
