import { scrubbed } from "./integrations/sentry/scrub.ts"

/** Fields with words that are ours: names of partners, routes and jobs, numbers, and public ids that open nothing alone. */
const OURS: ReadonlySet<string> = new Set([
  "code",
  "data",
  "from",
  "kb",
  "kind",
  "level",
  "mailbox",
  "method",
  "outcome",
  "partner",
  "requestId",
  "route",
  "session",
  "signal",
  "site",
  "to",
  "url",
])
/** What an error may say of itself beside its words. Others, such as Postgres' `detail`, hold what somebody wrote. */
const OF_ERRORS = ["code", "status", "errno", "syscall", "constraint", "table", "field", "responseCode"]
const DEEPEST = 5

/**
 * A line's fields without what may say of whom: addresses, telephone numbers, quotations, tokens. Errors come from
 * everywhere; what they quote may be what somebody wrote.
 */
export function maskedLine(line: object): Record<string, unknown> {
  return maskedFields(line, 0)
}

function maskedFields(fields: object, depth: number): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === "string" && OURS.has(name) ? value : masked(value, depth + 1),
    ]),
  )
}

function masked(value: unknown, depth: number): unknown {
  if (typeof value === "string") return scrubbed(value)
  if (typeof value !== "object" || value === null || value instanceof Date) return value
  if (depth > DEEPEST) return "[deep]"
  if (value instanceof Error) return maskedError(value, depth)
  if (Array.isArray(value)) return value.map((one) => masked(one, depth + 1))
  return maskedFields(value, depth)
}

function maskedError(error: Error, depth: number): Record<string, unknown> {
  const { name, message, cause } = error
  const said = error as unknown as Record<string, unknown>
  const more = OF_ERRORS.flatMap((field) => {
    const value = said[field]
    return typeof value === "string" || typeof value === "number" ? [[field, value] as const] : []
  })
  const words = scrubbed(message)
  return {
    type: name,
    message: words,
    ...Object.fromEntries(more),
    stack: [`${name}: ${words}`, ...framesOf(error)].join("\n"),
    ...(cause !== undefined && { cause: masked(cause, depth + 1) }),
    ...(error instanceof AggregateError && { errors: error.errors.map((one) => masked(one, depth + 1)) }),
  }
}

/** Where it came up, without its words, which a stack begins with. */
function framesOf({ stack = "" }: Error): string[] {
  return stack.split("\n").filter((line) => /^\s+at .*[:(]/.test(line))
}
