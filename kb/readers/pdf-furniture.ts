import type { PdfLine } from "./pdf-lines.ts"
import { bodySize } from "./pdf-markdown.ts"

/** How many lines at each end of a page are looked at. */
const EDGE_LINES = 3

/** Fewest pages that a line must stand on to be a running header or footer. */
const MIN_PAGES = 3

/** Share of the printed height, at the top and at the bottom, that they stand in. */
const EDGE_SHARE = 0.1

/** Drops running headers, footers and page numbers: small type at the edge of half of the pages. */
export function dropFurniture(pages: readonly PdfLine[][]): PdfLine[][] {
  const isAtEdge = edgeTest(pages.flat())
  const edges = pages.map((lines) => {
    return new Set(lines.filter((line, at) => isNearEnd(lines, at) && isAtEdge(line)))
  })
  const counts = new Map<string, number>()
  for (const lines of edges) {
    for (const key of new Set([...lines].map(keyOf))) counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  const least = Math.max(MIN_PAGES, pages.length / 2)
  const isFurniture = (line: PdfLine) => isPageNumber(line.text) || (counts.get(keyOf(line)) ?? 0) >= least
  return pages.map((lines, page) => lines.filter((line) => !(edges[page]?.has(line) && isFurniture(line))))
}

/** Large type at the top is a heading, such as those of slides. */
function edgeTest(lines: readonly PdfLine[]): (line: PdfLine) => boolean {
  const largest = 1.1 * bodySize(lines)
  const top = lines.reduce((most, { y }) => Math.max(most, y), Number.NEGATIVE_INFINITY)
  const bottom = lines.reduce((least, { y }) => Math.min(least, y), Number.POSITIVE_INFINITY)
  const band = EDGE_SHARE * (top - bottom)
  return ({ size, y }) => size <= largest && (y >= top - band || y <= bottom + band)
}

function isNearEnd(lines: readonly PdfLine[], at: number): boolean {
  return at < EDGE_LINES || at >= lines.length - EDGE_LINES
}

/** Lines that differ only in the page's number, at the same height, are one. */
function keyOf(line: PdfLine): string {
  return `${Math.round(line.y / 4)} ${line.text.toLowerCase().replace(/\d+/g, "#")}`
}

function isPageNumber(text: string): boolean {
  return /^(?:(?:page|seite|página|pagina)\s*)?[-–—]?\s*\d{1,4}\s*[-–—]?(?:\s*(?:of|von|de|di|\/)\s*\d{1,4})?$/i.test(
    text,
  )
}
