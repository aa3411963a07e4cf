import { isContentsTitle } from "./pdf-contents.ts"
import type { PdfLine } from "./pdf-lines.ts"
import { bodySize, usualGap } from "./pdf-markdown.ts"

/** How many lines at each end of a page are looked at. */
const EDGE_LINES = 3

/** Fewest pages that a line must stand on to be a running header or footer. */
const MIN_PAGES = 3

/** Share of the printed height, at the top and at the bottom, that they stand in. */
const EDGE_SHARE = 0.1

/** How much further than lines of text running headers and footers stand from the text. */
const APART = 1.5

/** How running headers begin that change with the chapter. */
const CHAPTER = /^(?:chapter|kapitel|chapitre|capítulo|capitolo|appendix|anhang|annexe|第)(?=[\s\d.:])/i

/** Drops running headers, footers and page numbers: small type at the edge of half of the pages. */
export function dropFurniture(pages: readonly PdfLine[][]): PdfLine[][] {
  const isAtEdge = edgeTest(pages.flat())
  const edges = pages.map((lines) => {
    return new Set(lines.filter((line, at) => isNearEnd(lines, at) && isAtEdge(line)))
  })
  const isOnHalf = onHalfOfPages(edges, keyOf)
  const isRunning = runningTest(pages, edges)
  const isFurniture = (line: PdfLine, page: number) =>
    isPageNumber(line.text) || isOnHalf(line) || isRunning(line, page)
  return pages.map((lines, page) =>
    lines.filter((line) => !(edges[page]?.has(line) && isFurniture(line, page))),
  )
}

function onHalfOfPages(
  pages: readonly Iterable<PdfLine>[],
  keyOf: (line: PdfLine) => string,
): (line: PdfLine) => boolean {
  const counts = new Map<string, number>()
  for (const lines of pages) {
    for (const key of new Set([...lines].map(keyOf))) counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  const least = Math.max(MIN_PAGES, pages.length / 2)
  return (line) => (counts.get(keyOf(line)) ?? 0) >= least
}

/** Running headers that change with the chapter: apart from the text, where half of the pages have such a line. */
function runningTest(
  pages: readonly PdfLine[][],
  edges: readonly Set<PdfLine>[],
): (line: PdfLine, page: number) => boolean {
  const gap = APART * usualGap(pages.flat())
  const apart = pages.map((lines, page) =>
    lines.filter((line) => edges[page]?.has(line) && isApart(lines, line, gap)),
  )
  const isOnHalf = onHalfOfPages(apart, heightOf)
  const offset = usualOffset(apart)
  return (line, page) => {
    if (!apart[page]?.includes(line) || !isOnHalf(line)) return false
    if (CHAPTER.test(line.text) || isContentsTitle(line.text)) return true
    return offset !== undefined && numbersOf(line.text).includes(page + offset)
  }
}

function isApart(lines: readonly PdfLine[], line: PdfLine, gap: number): boolean {
  return lines.every((other) => Math.abs(other.y - line.y) > gap || Math.abs(other.y - line.y) < 1)
}

/** What is printed as a page's number, less its place in the file, where most pages agree on it. */
function usualOffset(pages: readonly PdfLine[][]): number | undefined {
  const counts = new Map<number, number>()
  for (const [page, lines] of pages.entries()) {
    const offsets = new Set(lines.flatMap(({ text }) => numbersOf(text)).map((number) => number - page))
    for (const offset of offsets) counts.set(offset, (counts.get(offset) ?? 0) + 1)
  }
  const least = Math.max(MIN_PAGES, pages.length / 2)
  return [...counts].find(([, count]) => count >= least)?.[0]
}

/** Numbers that a line begins or ends with. */
function numbersOf(text: string): number[] {
  return (text.match(/^\d{1,4}(?=\s|$)|(?<=\s)\d{1,4}$/g) ?? []).map(Number)
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
  return `${heightOf(line)} ${line.text.toLowerCase().replace(/\d+/g, "#")}`
}

function heightOf(line: PdfLine): string {
  return String(Math.round(line.y / 4))
}

function isPageNumber(text: string): boolean {
  // Roman up to 89, as prefaces have them.
  if (/^(?=[ivxl])(?:l?x{0,3}|xl)(?:ix|iv|v?i{0,3})$/i.test(text)) return true
  return /^(?:(?:page|seite|página|pagina)\s*)?[-–—]?\s*\d{1,4}\s*[-–—]?(?:\s*(?:of|von|de|di|\/)\s*\d{1,4})?$/i.test(
    text,
  )
}
