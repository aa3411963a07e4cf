/** Two transactions of Postgres were in each other's way, and this one was chosen to give way. */
const CONTENTION = /^40(001|P01)$/
const TAKEN: ReadonlySet<string> = new Set(["SQLITE_CONSTRAINT_UNIQUE", "23505"])

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

/** Postgres' sign for what a user has no right to. */
const NOT_ALLOWED = "42501"

export function isNotAllowed(error: unknown): boolean {
  return faultCode(error) === NOT_ALLOWED
}

/** What to do where tables are another user's; undefined for other faults. */
export function notAllowedSaid(error: unknown): string | undefined {
  if (!(error instanceof Error) || !isNotAllowed(error)) return undefined
  return `The database's user may not do that: ${error.message}. Grant it that, or make it the owner of all tables there (ALTER TABLE … OWNER TO its name).`
}
