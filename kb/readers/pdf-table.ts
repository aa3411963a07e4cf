import { escapeText } from "./markdown-escape.ts"
import { markdownTable } from "./markdown-table.ts"
import { FARTHEST, FEWEST_ROWS, isAligned, isRunningText, MOST_LINES } from "./pdf-columns.ts"
import { type Grid, gridAt } from "./pdf-grid.ts"
import type { PdfLine } from "./pdf-lines.ts"

/** The table that begins with a line. */
export function tableAt(lines: readonly PdfLine[], start: number): Grid | undefined {
  return gridAt(lines, start) ?? plainRowsAt(lines, start)
}

/**
 * Rows of one line each, parted by wide gaps. These may begin with a sign or a number and a dot, which the grid
 * takes for items of a list.
 */
function plainRowsAt(lines: readonly PdfLine[], start: number): Grid | undefined {
  const first = lines[start]
  if (!first || first.cells.length < 2) return undefined
  let end = start + 1
  while (end - start < MOST_LINES && isRowBelow(lines[end - 1], lines[end], first)) end++
  const found = lines.slice(start, end)
  if (found.length < FEWEST_ROWS || isRunningText(found.flatMap(({ cells }) => cells))) return undefined
  return { rows: found.map(({ cells }) => cells.map(({ text }) => text)), length: found.length }
}

/** The first row is the header, as Markdown knows no table without one. */
export function tableMarkdown(rows: readonly (readonly string[])[]): string {
  return markdownTable(rows.map((cells) => cells.map((text) => escapeText(text).replaceAll("|", "\\|"))))
}

/** With as many cells, which begin, end or are centred where those of the first row do. */
function isRowBelow(above: PdfLine | undefined, line: PdfLine | undefined, first: PdfLine): boolean {
  if (!above || !line || line.cells.length !== first.cells.length || line.size !== first.size) return false
  const distance = above.y - line.y
  if (distance <= 0 || distance > FARTHEST * line.size) return false
  return line.cells.every((cell, at) => isAligned(cell, first.cells[at], line.size))
}
