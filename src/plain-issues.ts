import type { z } from "zod"

type Issue = Parameters<z.core.$ZodErrorMap>[0]

const KINDS: Readonly<Record<string, string>> = {
  string: "a string",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
}
const FORMATS: Readonly<Record<string, string>> = {
  email: "must be an e-mail address",
  url: "must be an address such as https://example.com",
  datetime: "must be a time such as 2026-01-31T12:00:00Z",
  date: "must be a day such as 2026-01-31",
}
const UNITS: Readonly<Record<string, string>> = { string: " characters", array: " entries" }

/**
 * What a schema finds wrong, in words for who typed it, after the field's name; undefined leaves the words to the schema's
 * library. A schema's own words come before these.
 */
export function plainIssue(issue: Issue): string | undefined {
  if (issue.code === "unrecognized_keys") return "is not known here"
  if (issue.code === "invalid_union" && Array.isArray(issue.options)) return oneOf(issue.options)
  // Of "empty, or …" the latter is what was meant.
  if (issue.code === "invalid_union") return issue.errors.at(-1)?.[0]?.message
  if (issue.code === "invalid_format") return FORMATS[issue.format]
  if (issue.code === "invalid_type") {
    if (issue.input === undefined) return "is required"
    const kind = KINDS[issue.expected]
    return kind && `must be ${kind}`
  }
  if (issue.code === "too_small" && issue.origin === "string" && issue.minimum === 1)
    return "must not be empty"
  if (issue.code === "too_small") return bound("least", issue.minimum, issue.origin, issue.inclusive)
  if (issue.code === "too_big") return bound("most", issue.maximum, issue.origin, issue.inclusive)
  if (issue.code === "invalid_value") return oneOf(issue.values)
  return undefined
}

function oneOf(values: readonly unknown[]): string {
  const all = values.map(String)
  return `must be ${[all.slice(0, -1).join(", "), all.at(-1)].filter(Boolean).join(" or ")}`
}

function bound(way: "least" | "most", limit: number | bigint, origin: string, isReached = true): string {
  const unit = UNITS[origin]
  if (unit) return `must have at ${way} ${limit}${unit}`
  if (isReached) return `must be at ${way} ${limit}`
  return `must be ${way === "least" ? "more" : "less"} than ${limit}`
}
