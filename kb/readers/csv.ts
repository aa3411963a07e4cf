import type { Article } from "../article.ts"
import { cleanLine } from "./clean-text.ts"
import { type Columns, columnsOfHeader, type Field, suffice } from "./csv-columns.ts"
import { type CsvRow, parseRows } from "./csv-rows.ts"
import { decodeText } from "./decode-text.ts"
import { definedOnly } from "./defined-only.ts"
import { tidyMarkdown } from "./markdown-tidy.ts"
import { type Reader, type Source, UnreadableSource } from "./reader.ts"
import { tidyTitle } from "./title.ts"

const REMEDY =
  "Name the columns in its first row: question and answer, or title and body; id, url and examples if any."

/** What becomes one article: rows with the same answer, or of the same id. */
interface Entry {
  row: CsvRow
  id?: string
  title?: string
  answer: string
  url?: string
  entryType?: string
  questions: Set<string>
}

/**
 * Reads a table of questions and answers, an article a row. Rows with the same answer become one article, whose
 * examples are their questions. Without a header it has two columns: question, answer.
 */
export const readCsv: Reader = async (source) => {
  const rows = parseRows(source, decodeText(source))
  if (rows.length === 0) throw new UnreadableSource(source.name, "has no rows", REMEDY)
  const { columns, body } = splitHeader(source, rows)
  const entries = new Map<string, Entry>()
  for (const row of body) addRow(source, entries, columns, row)
  if (entries.size === 0) throw new UnreadableSource(source.name, "has no rows below its header", REMEDY)
  return withIds(source, [...entries.values()])
}

function splitHeader(source: Source, rows: CsvRow[]): { columns: Columns; body: CsvRow[] } {
  const header = rows[0]?.cells ?? []
  const columns = columnsOfHeader(header)
  if (suffice(columns)) return { columns, body: rows.slice(1) }
  const isPair = rows.every(({ cells }) => cells.filter(Boolean).length <= 2 && cells.length >= 2)
  if (isPair && Object.keys(columns).length === 0) return { columns: { question: 0, answer: 1 }, body: rows }
  const names = header
    .slice(0, 10)
    .map((name) => `"${name.slice(0, 40)}"`)
    .join(", ")
  throw new UnreadableSource(
    source.name,
    `has no columns for questions and answers (its first row: ${names})`,
    REMEDY,
  )
}

function addRow(source: Source, entries: Map<string, Entry>, columns: Columns, row: CsvRow): void {
  const entry = entryOf(source, columns, row)
  const key = entry.id === undefined ? `${entry.title ?? ""}\0${entry.answer}` : `\0${entry.id}`
  const earlier = entries.get(key)
  if (!earlier) entries.set(key, entry)
  else if (earlier.answer === entry.answer) for (const each of entry.questions) earlier.questions.add(each)
  else {
    const problem = `gives the id "${entry.id}" in line ${row.line} to another answer than in line ${earlier.row.line}`
    throw new UnreadableSource(source.name, problem, "Give every answer an id of its own.")
  }
}

function entryOf(source: Source, columns: Columns, row: CsvRow): Entry {
  const cell = (field: Field) => row.cells[columns[field] ?? -1] || undefined
  const question = cell("question")
  const title = cell("title")
  const answer = cell("answer")
  if (!answer || !(question || title)) {
    const lacking = answer ? (columns.question === undefined ? "title" : "question") : "answer"
    const problem = `has no ${lacking} in line ${row.line}`
    throw new UnreadableSource(source.name, problem, "Fill in the cell, or remove the row.")
  }
  const questions = [question, ...(cell("examples")?.split(/[\n|]/) ?? [])].map((each) =>
    cleanLine(each ?? ""),
  )
  return {
    row,
    answer,
    questions: new Set(questions.filter(Boolean)),
    ...definedOnly({ id: cell("id"), title, url: cell("url"), entryType: cell("entryType") }),
  }
}

/** An entry without an id gets one from its title, so that rows put in between leave it the same. */
function withIds(source: Source, entries: Entry[]): Article[] {
  const taken = new Map(entries.flatMap(({ id }) => (id ? [[id, 1]] : [])))
  return entries.map(({ row, id, title, answer, url, entryType, questions }) => {
    const shown = tidyTitle(title ?? [...questions][0] ?? `Row ${row.line}`)
    const own = id ?? freeId(`${source.name}#${slugOf(shown)}`, taken)
    const isFaq = title === undefined
    const optional = {
      url: url ?? source.url,
      entryType: entryType ?? (isFaq ? "faq" : undefined),
      examples: questions.size > 0 ? [...questions] : undefined,
    }
    const body = tidyMarkdown(answer, source, optional.url)
    return { id: own, title: shown, body, ...definedOnly(optional) }
  })
}

/** Numbers ids that are wanted more than once, from 2; `taken` counts how often each was asked for. */
function freeId(wanted: string, taken: Map<string, number>): string {
  let id = wanted
  let count = taken.get(wanted) ?? 0
  while (taken.has(id)) {
    count += 1
    id = `${wanted}-${count}`
  }
  taken.set(wanted, Math.max(count, 1))
  taken.set(id, Math.max(taken.get(id) ?? 0, 1))
  return id
}

function slugOf(title: string): string {
  const words = title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-")
  return words.replace(/^-|-$/g, "").slice(0, 80) || "row"
}
