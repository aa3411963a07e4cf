import type { ArticleForm } from "../state/state.ts"
import { type Line, span } from "../text/line.ts"
import { boxed } from "./boxed.ts"
import { type Drawing, SENDING } from "./drawing.ts"

const FIELD_NAMES = ["Title", "Question, as customers ask it", "Answer"] as const

export function articleFormLines(form: ArticleForm, width: number, height: number): Drawing {
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
