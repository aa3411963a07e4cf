import { sql } from "kysely"
import type { Database } from "../database.ts"

const DAMAGE = /^SQLITE_(CORRUPT|NOTADB)/

/** What to do about a database that SQLite cannot read; undefined for any other fault. */
export function damageSaid(fault: unknown): string | undefined {
  if (!(fault instanceof Error)) return undefined
  if (!DAMAGE.test(String((fault as { code?: unknown }).code ?? ""))) return damageSaid(fault.cause)
  return damaged(fault.message)
}

/** Reads the whole file, and says what to do where it does not fit together; undefined where it does. */
export async function damageFound({ db, dialect }: Database): Promise<string | undefined> {
  if (dialect === "postgres") return undefined
  const { rows } = await sql<{ quick_check: string }>`pragma quick_check(1)`.execute(db)
  const [found] = rows
  return found && found.quick_check !== "ok" ? damaged(found.quick_check.replaceAll(/\s+/g, " ")) : undefined
}

function damaged(reason: string): string {
  return `The database is damaged (${reason}). Stop the server and \`chatd restore\` the last backup with --force: it sets this database aside and deletes nothing.`
}
