import { compositionOf, suggestionsOf } from "../state/select.ts"
import type { State } from "../state/state.ts"
import { drawableLine, drawableText } from "../text/drawable.ts"
import { ends, fitLine, type Line, span } from "../text/line.ts"
import { markdownLines } from "../text/markdown.ts"

/** What the knowledge base would say, with where it comes from. */
export function suggestionLines(state: State, width: number, height: number): Line[] {
  const list = suggestionsOf(state)
  const at = compositionOf(state).suggestion % Math.max(1, list.length)
  const suggestion = list[at]
  if (!suggestion || height === 0) return []
  const title = drawableLine(suggestion.sources[0]?.title ?? "the knowledge base")
  const more = list.length > 1 ? `, ${at + 1} of ${list.length}: Shift-Tab` : ""
  const head = ends(
    [span(" Tab ", "bar"), span(` ${title}`, "accent")],
    [span(`  ${Math.round(suggestion.confidence * 100)} % sure${more} `, "faint")],
    width,
  )
  const lines = markdownLines(drawableText(suggestion.text), Math.max(10, width - 4), ["muted"])
  const shown = lines.filter((line) => line.length > 0).slice(0, height - 1)
  const last = shown.at(-1)
  if (lines.length > shown.length && last)
    shown[shown.length - 1] = [...fitLine(last, width - 5), span("…", "muted")]
  const rows = [head, ...shown.map((line) => [span("  "), ...line])]
  return Array.from({ length: height }, (_, row) => fitLine(rows[row] ?? [], width))
}
