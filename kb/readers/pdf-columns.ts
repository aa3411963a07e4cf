import type { PdfCell } from "./pdf-lines.ts"

/** Longer tables are cut: columns that turn out to be none are looked at again from each of their lines. */
export const MOST_LINES = 300
/** Fewest rows, with the header, that stand in columns by more than chance. */
export const FEWEST_ROWS = 3
/** Farthest from one row to the next, by the font's size. */
export const FARTHEST = 4
/** Farthest that a cell stands beside its column, by the font's size. */
const ASIDE = 0.6
/** Longest mean of what stands in one line of a cell, in characters. */
const LONGEST_CELLS = 30

/** Whether a cell begins, ends or is centred where another does. */
export function isAligned(cell: PdfCell, other: PdfCell | undefined, size: number): boolean {
  if (!other) return false
  const [left, right] = [cell.x - other.x, cell.end - other.end]
  return [left, right, (left + right) / 2].some((offset) => Math.abs(offset) <= ASIDE * size)
}

/** Whether these are columns of running text, or a form. */
export function isRunningText(cells: readonly PdfCell[]): boolean {
  return cells.reduce((sum, { text }) => sum + text.length, 0) > LONGEST_CELLS * cells.length
}
