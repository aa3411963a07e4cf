import type { PdfLine } from "./pdf-lines.ts"

/** What leads from an entry to its page: dots, close or apart, and the page's number. */
const LEADERS = /(?:(?:\s?[.·]){4,}|(?:\s?…){2,})\s*(\d{1,4}|[ivxl]{1,7})?$/i

/** Fewest entries that are a table of contents. */
const MIN_ENTRIES = 3

/** Fewest entries that are an index, whose pages do not rise. */
const MIN_INDEX = 10

/** Most lines of an entry: only its last has dots. */
const MAX_ENTRY_LINES = 4

const TITLE =
  /^(?:(?:table of )?contents|inhalt(?:sverzeichnis)?|table des matières|sommaire|índice|contenido|indice|sommario|目次)$/i

/** The lines of tables of contents and indexes, which repeat headings and answer nothing. */
export function contentsOf(pages: readonly PdfLine[][]): Set<PdfLine> {
  return new Set(pages.flatMap((lines) => contentsOfPage(lines, pages.length)))
}

/** Whether a line says no more than that contents follow. */
export function isContentsTitle(text: string): boolean {
  return TITLE.test(text)
}

function contentsOfPage(lines: readonly PdfLine[], pages: number): PdfLine[] {
  return runsOfEntries(lines).flatMap((run) => {
    const numbers = run.flatMap((at) => /\d+$/.exec(lines[at]?.text ?? "")?.[0] ?? []).map(Number)
    if (run.length < MIN_ENTRIES || !arePages(numbers, pages)) return []
    const [first, last] = extended(lines, run[0] ?? 0, run.at(-1) ?? 0, pages)
    return lines.slice(first, last + 1)
  })
}

/** Indexes of lines with leaders that stand close together, run by run. */
function runsOfEntries(lines: readonly PdfLine[]): number[][] {
  const runs: number[][] = []
  for (const [at, { text }] of lines.entries()) {
    if (!LEADERS.test(text)) continue
    const run = runs.at(-1)
    if (run && at - (run.at(-1) ?? 0) <= MAX_ENTRY_LINES) run.push(at)
    else runs.push([at])
  }
  return runs
}

/** Whether numbers behind dots are of pages, not prices: the file has such pages, and they rise, but for an index. */
function arePages(numbers: readonly number[], pages: number): boolean {
  if (numbers.some((number) => number > pages)) return false
  return (
    numbers.length >= MIN_INDEX || numbers.every((number, at) => at === 0 || number >= (numbers[at - 1] ?? 0))
  )
}

/** With chapters, which often have a page's number but no dots, and with the title above. */
function extended(lines: readonly PdfLine[], start: number, end: number, pages: number): [number, number] {
  const isEntry = (line: PdfLine | undefined) => {
    const number = /\D\s(\d{1,4})$/.exec(line?.text ?? "")?.[1]
    return number !== undefined && Number(number) <= pages && line?.size === lines[start]?.size
  }
  // The first entry with dots may have begun some lines above them.
  const above = (from: number) =>
    [1, 2, 3, 4]
      .map((step) => from - step)
      .find((at) => isEntry(lines[at]) || isContentsTitle(lines[at]?.text ?? ""))
  let first = start
  for (let at = above(first); at !== undefined; at = above(at)) first = at
  let last = end
  while (isEntry(lines[last + 1])) last++
  return [first, last]
}
