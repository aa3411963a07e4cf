import type { PDFDocumentProxy } from "unpdf/pdfjs"
import { raisedNumber } from "./raised.ts"

/** A line of a page as it is printed. */
export interface PdfLine {
  text: string
  /** Font size in points: the largest on the line. */
  size: number
  /** Left edge and baseline in points, from the lower left of the page. */
  x: number
  y: number
  /** What wide gaps part; one where there are none. */
  cells: readonly PdfCell[]
  /** What narrow gaps part as well. */
  parts: readonly PdfCell[]
}

export interface PdfCell {
  text: string
  x: number
  end: number
}

/** Narrowest gap between the cells of a table, by the font's size: spaces of a justified line are narrower. */
const CELL_GAP = 1.5
/** Narrowest one between cells that stand in the same places in several lines: spaces of a typewriter are 0.6 wide. */
const PART_GAP = 0.75

/** A piece of text as the PDF holds it; often a word, or less. */
interface Piece {
  str: string
  x: number
  y: number
  width: number
  size: number
  isRightToLeft: boolean
}

/** The lines of a page in reading order, as the file gives it. */
export async function linesOfPage(pdf: PDFDocumentProxy, number: number): Promise<PdfLine[]> {
  const page = await pdf.getPage(number)
  const { items } = await page.getTextContent()
  page.cleanup()
  const pieces = items.flatMap((item) => ("str" in item && item.str ? [pieceOf(item)] : []))
  const lines: Piece[][] = []
  for (const piece of pieces) {
    const line = lines.at(-1)
    if (line && isOnLine(line, piece)) line.push(piece)
    else lines.push([piece])
  }
  return lines
    .map((line) => ({ ...joinPieces(line), cells: cellsOf(line, CELL_GAP), parts: cellsOf(line, PART_GAP) }))
    .filter(({ text }) => text)
}

function pieceOf({
  str,
  dir,
  transform,
  width,
}: {
  str: string
  dir: string
  transform: number[]
  width: number
}): Piece {
  const [a = 0, b = 0, , d = 0, x = 0, y = 0] = transform
  return { str, x, y, width, size: Math.abs(d) || Math.hypot(a, b), isRightToLeft: dir === "rtl" }
}

/** Superscripts are a little off the baseline; a piece far to the left begins another column or line. */
function isOnLine(line: readonly Piece[], piece: Piece): boolean {
  // Spaces that a browser prints are told wider than they are.
  const last = line.findLast(({ str }) => str.trim() !== "") ?? line.at(-1)
  if (!last) return false
  const size = Math.max(last.size, piece.size, 1)
  if (Math.abs(last.y - piece.y) >= 0.5 * size) return false
  return piece.x >= last.x + last.width - size || goesOnToTheLeft(line, piece, size)
}

/** Numbers and names are pieces of their own in a line that is read from right to left. */
function goesOnToTheLeft(line: readonly Piece[], piece: Piece, size: number): boolean {
  if (!piece.isRightToLeft && !line.some(({ isRightToLeft }) => isRightToLeft)) return false
  const gap = leftOf(line) - (piece.x + piece.width)
  return gap > -size && gap < CELL_GAP * size
}

function leftOf(pieces: readonly Piece[]): number {
  return pieces.reduce((least, { x }) => Math.min(least, x), Number.POSITIVE_INFINITY)
}

/** On whichever side it stands; below zero where the two overlap. */
function gapBetween(before: Piece, piece: Piece): number {
  return Math.max(piece.x - (before.x + before.width), before.x - (piece.x + piece.width))
}

function isRaised(before: Piece | undefined, piece: Piece): boolean {
  if (!before || !/^\s*\d{1,3}\s*$/.test(piece.str)) return false
  return piece.size < 0.85 * before.size && piece.y > before.y + 0.1 * before.size
}

function cellsOf(pieces: readonly Piece[], gap: number): PdfCell[] {
  const cells: Piece[][] = []
  for (const piece of pieces) {
    // The reader makes spaces of gaps, as wide as these are.
    if (!piece.str.trim()) continue
    const last = cells.at(-1)?.at(-1)
    if (last && piece.x - (last.x + last.width) < gap * piece.size) cells.at(-1)?.push(piece)
    else cells.push([piece])
  }
  return cells.map((cell) => {
    const last = cell.at(-1)
    const { text, x } = joinPieces(cell)
    return { text, x, end: last ? last.x + last.width : x }
  })
}

function joinPieces(pieces: readonly Piece[]): Omit<PdfLine, "cells" | "parts"> {
  let text = ""
  for (const [at, piece] of pieces.entries()) {
    const before = pieces[at - 1]
    const isMark = isRaised(before, piece)
    const isApart = before !== undefined && !isMark && gapBetween(before, piece) > 0.15 * piece.size
    if (isApart && !/\s$/.test(text) && !/^\s/.test(piece.str)) text += " "
    text += (isMark && raisedNumber(piece.str)) || piece.str
  }
  const size = pieces.reduce(
    (largest, piece) => (piece.str.trim() ? Math.max(largest, piece.size) : largest),
    0,
  )
  return { text: text.replace(/\s+/g, " ").trim(), size, x: leftOf(pieces), y: pieces[0]?.y ?? 0 }
}
