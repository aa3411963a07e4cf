import { sql } from "kysely"
import type { Db } from "../database.ts"
import { isKept, POSTGRES_ONLY } from "./tables.ts"

/** A table whose rows a backup holds. */
export interface KeptTable {
  name: string
  columns: string[]
}

/** The tables of a Postgres schema, each after those that it refers to. */
export async function postgresTables(db: Db): Promise<KeptTable[]> {
  const { rows } = await sql<{ name: string; columns: string[] }>`
    select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.relkind = 'r' and c.relnamespace = current_schema()::regnamespace
    group by c.relname order by c.relname`.execute(db)
  const references = await sql<{ from: string; to: string }>`
    select f.relname as "from", t.relname as "to"
    from pg_constraint join pg_class f on f.oid = conrelid join pg_class t on t.oid = confrelid
    where contype = 'f' and connamespace = current_schema()::regnamespace`.execute(db)
  return afterWhatTheyReferTo(
    rows
      .filter(({ name }) => isKept(name))
      .map(({ name, columns }) => ({
        name,
        columns: columns.filter((column) => !POSTGRES_ONLY[name]?.includes(column)),
      })),
    references.rows,
  )
}

/** @throws where tables refer to each other in a circle: their rows could not be brought in one table at a time */
export function afterWhatTheyReferTo(
  tables: readonly KeptTable[],
  references: readonly { from: string; to: string }[],
): KeptTable[] {
  const ordered: KeptTable[] = []
  const left = new Map(tables.map((table) => [table.name, table]))
  while (left.size > 0) {
    const free = [...left.values()].filter(
      ({ name }) => !references.some(({ from, to }) => from === name && to !== name && left.has(to)),
    )
    if (free.length === 0) throw new Error(`These tables refer to each other: ${[...left.keys()].join(", ")}`)
    for (const table of free) {
      left.delete(table.name)
      ordered.push(table)
    }
  }
  return ordered
}
