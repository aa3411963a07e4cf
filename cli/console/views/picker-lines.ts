import { choices } from "../state/picker.ts"
import type { Overlay, State } from "../state/state.ts"
import { drawableLine } from "../text/drawable.ts"
import { cut, fit, fitLine, type Line, span, widthOf } from "../text/line.ts"
import { type Drawing, MORE } from "./drawing.ts"
import { fieldLine } from "./field-line.ts"

export function pickerLines(
  state: State,
  overlay: Extract<Overlay, { kind: "picker" }>,
  width: number,
  height: number,
): Drawing {
  const all = choices(state, overlay)
  const index = Math.min(overlay.index, Math.max(0, all.length - 1))
  // Where not all are seen, the last row is for saying so.
  const room = height - (all.length > height - 2 ? 3 : 2)
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
  const more = top + room < all.length ? [MORE] : []
  return { lines: [field.line, [], ...rows, ...more, ...none], cursor: { x: field.x, y: 0 } }
}

const NOTHING: Partial<Record<string, string>> = { canned: "No canned reply fits." }
