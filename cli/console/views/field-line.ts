import { type Editor, textOf } from "../editor.ts"
import { drawableText } from "../text/drawable.ts"
import { fitLine, type Line, span, widthOf } from "../text/line.ts"

/** A field of one line behind its mark, scrolled so that its cursor is seen; and where that stands. */
export function fieldLine(mark: string, editor: Editor, width: number): { line: Line; x: number } {
  const room = Math.max(1, width - widthOf(mark) - 1)
  const before = drawableText(editor.chars.slice(0, editor.cursor).join(""))
  let shown = drawableText(textOf(editor)).replaceAll("\n", "⏎")
  let x = widthOf(before)
  while (x > room) {
    const [first = ""] = shown
    shown = shown.slice(first.length)
    x -= Math.max(1, widthOf(first))
  }
  return { line: fitLine([span(mark, "accent"), span(shown)], width), x: x + widthOf(mark) }
}
