import { z } from "zod"
import { ChatdError } from "../../core/errors.ts"

/** What FastAPI tells of wrong input; `error` and `field` are as in chatd's other contracts. */
export const validationErrorSchema = z.object({
  detail: z.array(
    z.object({
      loc: z.array(z.union([z.string(), z.number().int()])).describe("`body` or `query`, then the field."),
      msg: z.string().describe("A sentence."),
      type: z.string(),
    }),
  ),
  error: z.literal("invalid_input"),
  field: z.string().optional(),
})

export const VALIDATION_EXAMPLE: z.output<typeof validationErrorSchema> = {
  detail: [
    {
      loc: ["body", "session_id"],
      msg: "session_id: is required.",
      type: "value_error",
    },
  ],
  error: "invalid_input",
  field: "session_id",
}

/** Runs a call; what is wrong with its input is told in FastAPI's form, as 422 whatever it is. */
export async function inFastApisForm<T>(
  set: { status?: number | string },
  place: "body" | "query" | "path",
  work: () => Promise<T>,
): Promise<T | z.output<typeof validationErrorSchema>> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof ChatdError) || error.code !== "invalid_input") throw error
    // The core calls a message's words its text.
    const field = error.field === "text" ? "message" : error.field
    const msg = error.message.replace(/^text\b/, "message")
    const loc = [place, ...(field && field !== "body" ? field.split(".").map(step) : [])]
    set.status = 422
    const type = field === undefined ? "json_invalid" : "value_error"
    return { detail: [{ loc, msg, type }], error: "invalid_input", ...(field && { field }) }
  }
}

/** A place in a list is a number. */
function step(part: string): string | number {
  return /^\d+$/.test(part) ? Number(part) : part
}
