import type { SearchHit } from "../../../src/api/desk/protocol.ts"
import { refLabel } from "../../desk/summary-table.ts"
import type { Overlay, State } from "../state/state.ts"
import { drawableLine, drawableText } from "../text/drawable.ts"
import { ends, fitLine, type Line, span } from "../text/line.ts"
import { moment } from "../text/time.ts"
import type { Drawing } from "./drawing.ts"
import { fieldLine } from "./field-line.ts"

export function searchLines(
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
