import { CsvError, parse } from "csv-parse/sync"
import { type Source, UnreadableSource } from "./reader.ts"

const DELIMITERS = [",", ";", "\t"] as const

/** A row of a table, and the line it ends on, from 1. */
export interface CsvRow {
  cells: string[]
  line: number
}

/**
 * The rows of a table with commas, semicolons or tabs between its cells; empty rows are left out.
 * @throws {UnreadableSource} that names the line, such as one with a quote that never ends
 */
export function parseRows(source: Source, text: string): CsvRow[] {
  const rows = parseTable(source, text)
  // Excel understands, and writes, a first line that only tells the delimiter.
  return /^sep=/i.test(rows[0]?.cells[0] ?? "") ? rows.slice(1) : rows
}

function parseTable(source: Source, text: string): CsvRow[] {
  try {
    const rows = parse(text, {
      delimiter: delimiterOf(source, text),
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
    }) as unknown as { record: string[]; info: { lines: number } }[]
    return rows
      .map(({ record, info }) => ({ cells: record.map((cell) => cell.trim()), line: info.lines }))
      .filter(({ cells }) => cells.some(Boolean))
  } catch (error) {
    const reason = error instanceof CsvError ? ` (${error.message.slice(0, 200)})` : ""
    const remedy = "Look for a quote that is not closed, or export the table again as CSV in UTF-8."
    throw new UnreadableSource(source.name, `is not a valid table${reason}`, remedy, { cause: error })
  }
}

/** The delimiter that parts the first row most often; quoted cells may hold the others. */
function delimiterOf(source: Source, text: string): string {
  if (/\.tsv$/i.test(source.name) || source.contentType?.startsWith("text/tab-separated-values")) return "\t"
  const told = /^\s*sep=([,;\t])\n/i.exec(text.slice(0, 100))?.[1]
  if (told) return told
  const counts = new Map<string, number>(DELIMITERS.map((delimiter) => [delimiter, 0]))
  let quoted = false
  for (const character of text.trimStart().slice(0, 65_536)) {
    if (character === '"') quoted = !quoted
    else if (character === "\n" && !quoted) break
    else if (!quoted) counts.set(character, (counts.get(character) ?? 0) + 1)
  }
  const count = (delimiter: string) => counts.get(delimiter) ?? 0
  return DELIMITERS.reduce((best, next) => (count(next) > count(best) ? next : best))
}
