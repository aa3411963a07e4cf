import type { z } from "zod"
import { ChatdError } from "../core/errors.ts"

/**
 * Checks input against its schema.
 *
 * @throws {ChatdError} `invalid_input` that names the first wrong field
 */
export function validate<T extends z.ZodType>(schema: T, input: unknown): z.output<T> {
  if (typeof input !== "object" || input === null || Array.isArray(input)) {
    throw new ChatdError("invalid_input", "The body must be a JSON object.", { field: "body" })
  }
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  const field = issue?.path.join(".") || "body"
  throw new ChatdError("invalid_input", `${field}: ${issue?.message ?? "is not valid"}.`, { field })
}
