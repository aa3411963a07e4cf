import type { Editor } from "../editor.ts"
import { drawableText } from "../text/drawable.ts"
import { widthOf } from "../text/line.ts"

/** What is written, in rows of that width and at most so many: those around the cursor, and where that is. */
export function boxed(editor: Editor, width: number, most: number) {
  const rows = [""]
  let place = { x: 0, y: 0 }
  editor.chars.forEach((char, index) => {
    const shown = char === "\n" ? "" : drawableText(char)
    if (char !== "\n" && widthOf(rows.at(-1) ?? "") + widthOf(shown) >= width) rows.push("")
    if (index === editor.cursor) place = { x: widthOf(rows.at(-1) ?? ""), y: rows.length - 1 }
    if (char === "\n") rows.push("")
    else rows[rows.length - 1] += shown
  })
  if (editor.cursor === editor.chars.length) place = { x: widthOf(rows.at(-1) ?? ""), y: rows.length - 1 }
  const top = Math.max(0, place.y - most + 1)
  return { rows: rows.slice(top, top + most), at: { x: place.x, y: place.y - top } }
}
