import { sql } from "kysely"
import { nextTurn } from "../../next-turn.ts"
import type { Database, Db } from "../database.ts"
import { articlesWithWords } from "./articles.ts"
import { BELONGINGS, type Belonging } from "./belongings.ts"
import { Gather, type Row, type Subject } from "./gather.ts"
import { fewAtOnce, isOneOf } from "./rows-by-key.ts"

/** Everything that belongs to a person, by table. docs/privacy.md describes it. */
export interface PersonExport {
  /** Rows, by table. */
  counts: Readonly<Record<string, number>>
  /** The text of it as it is written, piece by piece: with files it may be larger than the memory. */
  json(): AsyncGenerator<string>
}

export async function exportPerson({ db }: Database, subject: Subject): Promise<PersonExport> {
  const gather = await Gather.all(db, subject)
  const articles = await articlesWithWords(db, gather)
  const questions = articles.map(({ id, examples }) => ({ article: id, examples }))
  const head = {
    format: "chatd-person-1",
    exportedAt: new Date().toISOString(),
    partnerId: subject.partnerId,
  }
  return {
    counts: { ...gather.counts(), ...(questions.length > 0 && { kb_article: questions.length }) },
    async *json() {
      yield `${JSON.stringify(head).slice(0, -1)},"records":{`
      let between = ""
      for (const [table, pages] of pagesByTable(db, gather, questions)) {
        yield `${between}${JSON.stringify(table)}:[`
        yield* listed(pages)
        yield "]"
        between = ","
      }
      yield "}}"
    },
  }
}

type Pages = AsyncIterable<readonly Row[]> | Iterable<readonly Row[]>

/** Of the tables that have any. */
function pagesByTable(db: Db, gather: Gather, questions: readonly Row[]): [string, Pages][] {
  const tables = BELONGINGS.filter(({ table }) => gather.rowsOf(table).length > 0)
  return [
    ...tables.map((belonging): [string, Pages] => [belonging.table, shownPages(db, gather, belonging)]),
    ...(questions.length > 0 ? [["kb_article", [questions]] satisfies [string, Pages]] : []),
  ]
}

async function* listed(pages: Pages): AsyncGenerator<string> {
  let between = ""
  for await (const rows of pages) {
    if (rows.length === 0) continue
    yield between + rows.map((row) => JSON.stringify(row)).join()
    between = ","
    // Whoever came meanwhile is served first.
    await nextTurn()
  }
}

/** Rows that are written out in one go. */
const AT_ONCE = 200
const LEAST_TIME = 1e12

async function* shownPages(
  db: Db,
  gather: Gather,
  { table, key, isHeavy, notExported = [] }: Belonging,
): AsyncGenerator<Row[]> {
  const rows = gather.rowsOf(table)
  if (!isHeavy) {
    for (let i = 0; i < rows.length; i += AT_ONCE)
      yield rows.slice(i, i + AT_ONCE).map((row) => shown(row, notExported))
    return
  }
  for (const some of fewAtOnce(rows)) {
    const whole = await sql<Row>`select * from ${sql.table(table)} where ${isOneOf(key, some)}
      order by ${sql.join(key.map((column) => sql.ref(column)))}`.execute(db)
    yield whole.rows.map((row) => shown(row, notExported))
  }
}

/** As people read it: JSON as what it says, times as dates, bytes in base64. */
function shown(row: Row, without: readonly string[]): Row {
  return Object.fromEntries(
    Object.entries(row)
      .filter(([column]) => !without.includes(column))
      .map(([column, value]) => [column, shownValue(column, value)]),
  )
}

function shownValue(column: string, value: unknown): unknown {
  if (value instanceof Uint8Array) return Buffer.from(value).toString("base64")
  if (typeof value === "number" && value >= LEAST_TIME && /(^|_)at$/.test(column))
    return new Date(value).toISOString()
  if (typeof value !== "string" || !/^[[{]/.test(value)) return value
  try {
    return JSON.parse(value)
  } catch {
    return value
  }
}
