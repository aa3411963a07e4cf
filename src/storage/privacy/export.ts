import { nextTurn } from "../../next-turn.ts"
import type { Database } from "../database.ts"
import { articlesWithWords } from "./articles.ts"
import { BELONGINGS } from "./belongings.ts"
import { Gather, type Row, type Subject } from "./gather.ts"

/** Everything that belongs to a person, by table. docs/privacy.md describes it. */
export interface PersonExport {
  format: "chatd-person-1"
  exportedAt: string
  partnerId: string
  records: Readonly<Record<string, readonly Row[]>>
}

export async function exportPerson({ db }: Database, subject: Subject): Promise<PersonExport> {
  const gather = await Gather.all(db, subject)
  const records: [string, Row[]][] = []
  for (const { table, notExported = [] } of BELONGINGS)
    records.push([table, await allShown(gather.rowsOf(table), notExported)])
  const articles = await articlesWithWords(db, gather)
  const questions = articles.map(({ id, examples }) => ({ article: id, examples }))
  return {
    format: "chatd-person-1",
    exportedAt: new Date().toISOString(),
    partnerId: subject.partnerId,
    records: Object.fromEntries([...records, ["kb_article", questions]].filter(([, rows]) => rows?.length)),
  }
}

/** Rows that are written out in one go. */
const AT_ONCE = 1_000
const LEAST_TIME = 1e12

async function allShown(rows: readonly Row[], without: readonly string[]): Promise<Row[]> {
  const all: Row[] = []
  for (let i = 0; i < rows.length; i += AT_ONCE) {
    // Whoever came meanwhile is served first.
    if (i > 0) await nextTurn()
    all.push(...rows.slice(i, i + AT_ONCE).map((row) => shown(row, without)))
  }
  return all
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
