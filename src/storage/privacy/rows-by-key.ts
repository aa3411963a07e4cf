import { type RawBuilder, sql } from "kysely"
import type { Row } from "./gather.ts"

/** Rows that are as large as a part of a file, and read or deleted in one go: on SQLite nobody else is served meanwhile. */
const HEAVY_AT_ONCE = 8

/** A condition for rows of which at least the keys are known. */
export function isOneOf(key: readonly string[], rows: readonly Row[]): RawBuilder<unknown> {
  const isRow = (row: Row) =>
    sql.join(
      key.map((column) => sql`${sql.ref(column)} = ${row[column]}`),
      sql` and `,
    )
  return sql.join(
    rows.map((row) => sql`(${isRow(row)})`),
    sql` or `,
  )
}

/** As many heavy rows as are dealt with at once. */
export function* fewAtOnce(rows: readonly Row[]): Generator<readonly Row[]> {
  for (let i = 0; i < rows.length; i += HEAVY_AT_ONCE) yield rows.slice(i, i + HEAVY_AT_ONCE)
}
