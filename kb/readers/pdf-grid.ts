import { FARTHEST, FEWEST_ROWS, isAligned, isRunningText, MOST_LINES } from "./pdf-columns.ts"
import type { PdfCell, PdfLine } from "./pdf-lines.ts"
import { splitAt } from "./pdf-split.ts"

/** Rows in columns, each cell as text; empty where a row has none. */
export interface Grid {
  rows: string[][]
  /** Lines that it is printed in. */
  length: number
}

/** Fewest rows that are printed with a gap between each two cells, all in the same places. */
const FEWEST_MODELS = 2
/** Lines among which the first rows are that have a text in each column, and models of them. */
const FIRST_LINES = 6
const MODEL_LINES = 30

/** A row as it is put together from its lines. */
interface Row {
  cells: string[]
  /** The column that was printed last. */
  at: number
  y: number
  /** Of what was printed last. */
  lastY: number
  lowest: number
  /** Printed with a gap where a column begins, so that it is no running text. */
  isParted: boolean
}

/**
 * The table that begins with a line, told by the places where its columns begin: a cell may be empty, go on in further lines, or come so
 * near to the next one that the file has both as one text.
 */
export function gridAt(lines: readonly PdfLine[], start: number): Grid | undefined {
  const first = lines[start]
  if (!first || first.parts.length < 2 || isListed(first)) return undefined
  const near = lines.slice(start, start + MOST_LINES)
  const last = near.findIndex((line) => line.size !== first.size)
  const block = last < 0 ? near : near.slice(0, last)
  const counts = new Set(block.slice(0, FIRST_LINES).map(({ parts }) => parts.length))
  for (const columns of [...counts].sort((a, b) => b - a)) {
    const models = columns < 2 ? [] : modelsOf(block.slice(0, MODEL_LINES), columns)
    const grid = models.length >= FEWEST_MODELS ? gridOf(block, models) : undefined
    if (grid) return grid
  }
  return undefined
}

/** The lines of so many parts that stand where those of the first such line do. */
function modelsOf(lines: readonly PdfLine[], columns: number): PdfLine[] {
  const whole = lines.filter(({ parts }) => parts.length === columns)
  const alike = whole.map((one) =>
    whole.filter((other) => other.parts.every((part, i) => isAligned(part, one.parts[i], one.size))),
  )
  return alike.reduce((most, each) => (each.length > most.length ? each : most), [])
}

function gridOf(lines: readonly PdfLine[], models: readonly PdfLine[]): Grid | undefined {
  const starts = (models[0]?.parts ?? []).map((_, i) =>
    Math.min(...models.map(({ parts }) => parts[i]?.x ?? 0)),
  )
  const rows: Row[] = []
  const ends: number[] = []
  for (const [at, line] of lines.entries()) {
    const cells = isListed(line) ? undefined : cellsIn(line, starts)
    const row = rows.at(-1)
    const isAbove = row !== undefined && line.y > row.y + FARTHEST * line.size
    // Whole books are set in columns: none is read to its end from each of its lines.
    if (!cells || (at === MODEL_LINES && isRunningText(partsOf(lines.slice(0, at))))) break
    if (isAbove && isHeadOf(rows, cells)) Object.assign(row, { y: line.y, lastY: line.y, lowest: line.y })
    else if (isAbove && isWholeRow(line, cells, models)) rows.push(rowOf(line, cells, starts.length))
    else if (isAbove || !takeIn(rows, line, cells, starts.length)) break
    ends[rows.length - 1] = at + 1
  }
  while (rows.at(-1)?.isParted === false) rows.pop()
  const length = ends[rows.length - 1] ?? 0
  const own = lines.slice(0, length)
  const hasModels = models.filter((model) => own.includes(model)).length >= FEWEST_MODELS
  if (rows.length < FEWEST_ROWS || !hasModels || isRunningText(partsOf(own))) return undefined
  return { rows: rows.map(({ cells }) => cells), length }
}

function partsOf(lines: readonly PdfLine[]): PdfCell[] {
  return lines.flatMap(({ parts }) => [...parts])
}

/** A line's texts by the columns that they stand in. Undefined where one stands across two of them. */
function cellsIn({ parts, size }: PdfLine, starts: readonly number[]): Map<number, string> | undefined {
  const cells = new Map<number, string>()
  const isWhole = parts.length === starts.length
  for (const [i, part] of parts.entries()) {
    const pieces = isWhole ? [part] : splitAt(part, starts, size)
    for (const piece of pieces ?? []) {
      const column = isWhole ? i : columnOf(piece, starts, size)
      cells.set(column, [cells.get(column), piece.text].filter((text) => text !== undefined).join(" "))
    }
    if (!pieces) return undefined
  }
  return cells
}

/** A column's head may begin before its cells do, where it is centred above them. */
function columnOf({ x, end }: PdfCell, starts: readonly number[], size: number): number {
  const begins = starts.findLastIndex((start) => start <= x + 0.6 * size)
  const next = starts[begins + 1]
  return next !== undefined && (x + end) / 2 > next ? begins + 1 : Math.max(0, begins)
}

/** Whether a line is the next row, or goes on with the last one: with a cell to the right, or below what is printed of the same cell. */
function takeIn(rows: Row[], line: PdfLine, cells: ReadonlyMap<number, string>, columns: number): boolean {
  const row = rows.at(-1)
  const first = Math.min(...cells.keys())
  const at = Math.max(...cells.keys())
  const goesOn =
    row !== undefined &&
    (first > row.at
      ? line.y > row.lowest - line.size
      : first === row.at && first > 0 && line.y < row.lastY) &&
    row.y - line.y <= FARTHEST * line.size
  if (goesOn) {
    if (line.y > row.y + 0.2 * line.size) joinToFirstLine(rows)
    const whole = rows.at(-1) ?? row
    for (const [column, text] of cells) whole.cells[column] = `${whole.cells[column] ?? ""} ${text}`.trim()
    Object.assign(whole, { at, lastY: line.y, lowest: Math.min(whole.lowest, line.y), isParted: true })
    return true
  }
  if (row && (row.y <= line.y || row.lowest - line.y > FARTHEST * line.size || first > 0)) return false
  rows.push(rowOf(line, cells, columns))
  return true
}

function rowOf(line: PdfLine, cells: ReadonlyMap<number, string>, columns: number): Row {
  const texts = Array.from({ length: columns }, (_, column) => cells.get(column) ?? "")
  const at = Math.max(...cells.keys())
  const isParted = cells.size > 1 && line.parts.length > 1
  return { cells: texts, at, y: line.y, lastY: line.y, lowest: line.y, isParted }
}

/** Whether a line on the next page names the columns again. */
function isHeadOf([head]: readonly Row[], cells: ReadonlyMap<number, string>): boolean {
  return head?.cells.every((text, column) => text === (cells.get(column) ?? "")) ?? false
}

/** Whether a line on the next page is of the same table: it has each of its columns, in their places. */
function isWholeRow(
  { parts, size }: PdfLine,
  cells: ReadonlyMap<number, string>,
  models: readonly PdfLine[],
): boolean {
  const [model] = models
  if (!model || cells.size < model.parts.length || parts.length < 2) return false
  const isInPlace = (part: PdfCell) => model.parts.some((other) => isAligned(part, other, size))
  return parts.every((part) => isInPlace(part) || (parts.length < model.parts.length && part !== parts[0]))
}

/** What stands higher than the line to its left begins beside a line above that: they are one cell. */
function joinToFirstLine(rows: Row[]): void {
  const [above, row] = rows.slice(-2)
  if (!above || !row || above.isParted || row.isParted || above.at > 0) return
  rows.pop()
  above.cells[0] = `${above.cells[0]} ${row.cells[0]}`
  above.lastY = row.lastY
  above.lowest = row.lowest
}

/** An item of a list has a gap behind its mark. */
function isListed({ text }: PdfLine): boolean {
  return /^(?:[^\p{L}\p{N}£€$+(<>≤≥-]|[–-]\s|\d{1,3}[.)]\s|\p{L}[.)]\s)/u.test(text)
}
