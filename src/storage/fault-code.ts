/** Two transactions of Postgres were in each other's way, and this one was chosen to give way. */
const CONTENTION = /^40(001|P01)$/
const TAKEN: ReadonlySet<string> = new Set(["SQLITE_CONSTRAINT_UNIQUE", "23505"])
const ORPHANED: ReadonlySet<string> = new Set(["SQLITE_CONSTRAINT_FOREIGNKEY", "23503"])

/** A standby, or a Postgres whose disk is full, answers and takes nothing. */
export const READ_ONLY = "The database is read-only, as a standby is, or one whose disk is full."

/** What the database calls a fault, or its cause: SQLite's name for it, Postgres' five signs, or nothing. */
export function faultCode(error: unknown): string {
  const cause = error instanceof Error && error.cause ? error.cause : error
  const code = (cause as { code?: unknown } | null | undefined)?.code
  return typeof code === "string" ? code : ""
}

/** Whether the same transaction may go well when it is run again. */
export function isContention(error: unknown): boolean {
  return CONTENTION.test(faultCode(error))
}

/** Whether another row has what must be this one's alone. */
export function isTaken(error: unknown): boolean {
  return TAKEN.has(faultCode(error))
}

/** Whether what a row belongs to is gone. */
export function isOrphan(error: unknown): boolean {
  return ORPHANED.has(faultCode(error))
}

/** Postgres' signs for what a user has no right to, and for having no schema that they may look into. */
const NOT_ALLOWED: ReadonlySet<string> = new Set(["42501", "3F000"])

export function isNotAllowed(error: unknown): boolean {
  return NOT_ALLOWED.has(faultCode(error))
}

/** What to do where tables are another user's; undefined for other faults. */
export function notAllowedSaid(error: unknown): string | undefined {
  if (!(error instanceof Error) || !isNotAllowed(error)) return undefined
  return `The database's user may not do that: ${error.message}. Grant it that, or make it the owner of all tables there (ALTER TABLE … OWNER TO its name).`
}
