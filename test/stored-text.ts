import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { sql } from "kysely"
import type { Database } from "../src/storage/database.ts"

/** Every table that we made, on either database. */
export async function tableNames({ db, dialect }: Pick<Database, "db" | "dialect">): Promise<string[]> {
  const query =
    dialect === "postgres"
      ? sql<{ name: string }>`select table_name as name from information_schema.tables
          where table_schema = current_schema() and table_type = 'BASE TABLE'`
      : sql<{ name: string }>`select name from sqlite_master where type = 'table'`
  const names = (await query.execute(db)).rows.map(({ name }) => name)
  return names.filter((name) => !/^(sqlite|message_index)_/.test(name)).sort()
}

/** All that is stored, as one text. @param isRaw as it stands there, sealed or not */
export async function textOfEverything(
  database: Pick<Database, "db" | "dialect">,
  isRaw = false,
): Promise<string> {
  const texts: string[] = []
  const db = isRaw ? database.db.withoutPlugins() : database.db
  for (const table of await tableNames(database)) {
    const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(table)}`.execute(db)
    for (const row of rows)
      for (const value of Object.values(row))
        if (value instanceof Uint8Array) texts.push(Buffer.from(value).toString("latin1"))
        else if (value !== null) texts.push(String(value))
  }
  return texts.join("\n")
}

/** Names of the files of a data folder in which one of these stands, whatever its case. */
export function filesWith(folder: string, texts: readonly string[]): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((file) => {
    if (!file.isFile()) return []
    const bytes = readFileSync(join(file.parentPath, file.name)).toString("latin1").toLowerCase()
    return texts.some((text) => bytes.includes(text.toLowerCase())) ? [file.name] : []
  })
}
