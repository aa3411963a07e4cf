import { escapeText } from "./markdown-escape.ts"
import { markdownTable } from "./markdown-table.ts"
import { type Grid, gridAt } from "./pdf-grid.ts"
import type { PdfCell, PdfLine } from "./pdf-lines.ts"

/** Fewest rows, with the header, that stand in columns by more than chance. */
const FEWEST_ROWS = 3

/** Longer ones are cut: columns that turn out to be none are looked at again from each of their lines. */
const MOST_ROWS = 300

/** Longest mean of a table's cells in characters: what is longer are columns of running text, or a form. */
const LONGEST_CELLS = 30

/** The table that begins with a line. */
export function tableAt(lines: readonly PdfLine[], start: number): Grid | undefined {
  const grid = gridAt(lines, start)
  if (grid) return grid
  const length = tableRows(lines, start)
  const rows = lines.slice(start, start + length).map(({ cells }) => cells.map(({ text }) => text))
  return length > 0 ? { rows, length } : undefined
}

function tableRows(lines: readonly PdfLine[], start: number): number {
  const first = lines[start]
  if (!first || first.cells.length < 2) return 0
  let end = start + 1
  while (end - start < MOST_ROWS && isRowBelow(lines[end - 1], lines[end], first)) end++
  if (end - start < FEWEST_ROWS) return 0
  const cells = lines.slice(start, end).flatMap((line) => line.cells)
  const length = cells.reduce((sum, { text }) => sum + text.length, 0) / cells.length
  return length <= LONGEST_CELLS ? end - start : 0
}

/** The first row is the header, as Markdown knows no table without one. */
export function tableMarkdown(rows: readonly (readonly string[])[]): string {
  return markdownTable(rows.map((cells) => cells.map((text) => escapeText(text).replaceAll("|", "\\|"))))
}

/** With as many cells, which begin, end or are centred where those of the first row do. */
function isRowBelow(above: PdfLine | undefined, line: PdfLine | undefined, first: PdfLine): boolean {
  if (!above || !line || line.cells.length !== first.cells.length || line.size !== first.size) return false
  const distance = above.y - line.y
  if (distance <= 0 || distance > 4 * line.size) return false
  return line.cells.every((cell, at) => isAligned(cell, first.cells[at], 0.6 * line.size))
}

function isAligned(cell: PdfCell, head: PdfCell | undefined, tolerance: number): boolean {
  if (!head) return false
  const [left, right] = [cell.x - head.x, cell.end - head.end]
  return [left, right, (left + right) / 2].some((offset) => Math.abs(offset) <= tolerance)
}
