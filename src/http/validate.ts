import type { z } from "zod"
import { ChatdError } from "../core/errors.ts"
import { plainIssue } from "../plain-issues.ts"

/**
 * Checks input against its schema.
 *
 * @throws {ChatdError} `invalid_input` that names the first wrong field
 */
export function validate<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  if (typeof input !== "object" || input === null || Array.isArray(input)) {
    throw new ChatdError("invalid_input", "The body must be a JSON object.", { field: "body" })
  }
  const parsed = schema.safeParse(input, { error: plainIssue })
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const unknown = issue?.code === "unrecognized_keys" ? issue.keys.slice(0, 1) : []
  const field = [...(issue?.path ?? []), ...unknown].join(".").slice(0, 100) || "body"
  throw new ChatdError("invalid_input", `${field}: ${issue?.message ?? "is not valid"}.`, { field })
}
