import type { Editor } from "../editor.ts"
import { canSend, compositionOf, nameOf, selectedSummary } from "../state/select.ts"
import type { State } from "../state/state.ts"
import { drawableLine } from "../text/drawable.ts"
import { cut, ends, fitLine, type Line, lineWidth, rule, type Span, span, widthOf } from "../text/line.ts"
import { boxed, rowsTaken } from "./boxed.ts"

const MARK = "› "

/** Rows that the text takes, as far as there may be so many. */
export function composerRows(editor: Editor, width: number, most: number): number {
  return rowsTaken(editor, width - widthOf(MARK), most)
}

/** The composer, its head first; where the cursor stands in it, if it has the focus. */
export function composerLines(state: State, width: number, height: number) {
  const summary = selectedSummary(state)
  const { editor, kind } = compositionOf(state)
  const hasFocus = state.focus === "composer" && !state.overlay
  const { rows, at, isFromStart } = boxed(editor, width - widthOf(MARK), height - 1)
  const hint =
    summary && !canSend(summary, kind) ? "o opens it again, n writes a note" : "r replies, n writes a note"
  const lines: Line[] = [head(state, width, hasFocus)]
  for (const [index, row] of rows.entries()) {
    const mark = span(
      index === 0 && isFromStart ? MARK : "  ",
      hasFocus ? (kind === "note" ? "note" : "accent") : "faint",
    )
    const isHint = editor.chars.length === 0 && !hasFocus
    const text = isHint ? span(hint, "faint") : kind === "note" ? span(row, "note") : span(row)
    lines.push(fitLine([mark, text], width))
  }
  while (lines.length < height) lines.push(fitLine([], width))
  return {
    lines,
    cursor: hasFocus ? { x: at.x + widthOf(MARK), y: at.y + 1 } : undefined,
  }
}

function head(state: State, width: number, hasFocus: boolean): Line {
  const summary = selectedSummary(state)
  const { kind, source, editor } = compositionOf(state)
  const name = summary ? cut(drawableLine(nameOf(summary)), 30) : ""
  const title = kind === "note" ? "Note, only agents see it" : `Reply to ${name}`
  const most = state.me?.settings.maxMessageLength ?? 4000
  const { length } = editor
  const right: Span[] = [
    ...(source ? [span(` from “${cut(drawableLine(source.title), 24)}” `, "muted")] : []),
    ...(length > most * 0.8 ? [span(` ${length}/${most} `, length > most ? "bad" : "warn")] : []),
  ]
  const style = kind === "note" ? "note" : hasFocus ? "accent" : "muted"
  const left: Line = [span("── ", "faint"), span(title, style), span(" ")]
  return ends([...left, rule(width - lineWidth(left) - lineWidth(right))], right, width)
}
