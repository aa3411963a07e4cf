import { compositionOf, suggestionsOf } from "../state/select.ts"
import type { State } from "../state/state.ts"
import { drawableLine } from "../text/drawable.ts"
import { cut, ends, fitLine, type Line, span } from "../text/line.ts"
import { wrap } from "../text/wrap.ts"

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
  const lines = wrap([span(drawableLine(suggestion.text), "muted")], Math.max(10, width - 4))
  const shown = lines.slice(0, height - 1)
  if (lines.length > shown.length) {
    const last =
      shown
        .at(-1)
        ?.map(({ text }) => text)
        .join("") ?? ""
    shown[shown.length - 1] = [span(cut(`${last} ……`, Math.max(1, width - 4)), "muted")]
  }
  return [head, ...shown.map((line) => [span("  "), ...line])].map((line) => fitLine(line, width))
}
