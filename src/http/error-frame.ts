import type { z } from "zod"
import { ChatdError } from "../core/errors.ts"

/**
 * A fault as a frame: what was sent was not taken, and why.
 *
 * @param about whose message it was
 * @param onFault told of what is our own fault
 */
export function errorFrame(
  error: unknown,
  about: Readonly<Record<string, string | undefined>>,
  onFault: (cause: unknown) => void,
): string {
  const { code, message, ...more } = faultOf(error, onFault)
  return JSON.stringify({ type: "error", payload: { code, message, ...about, ...more } })
}

/** A fault as a client may know it. @param onFault told of what is our own fault */
export function faultOf(error: unknown, onFault: (cause: unknown) => void) {
  const known = error instanceof ChatdError ? error : undefined
  if (!known || known.code === "unavailable") onFault(known?.cause ?? error)
  return {
    code: known?.code ?? "internal",
    message: known?.publicMessage ?? "Something went wrong on our side. Please try again.",
    field: known?.field,
    resetInSeconds: known?.resetInSeconds,
  }
}

/** What is wrong with a frame, by its first wrong field. */
export function frameFault(error: z.ZodError): ChatdError {
  const issue = error.issues[0]
  const field = issue?.path.join(".") || "type"
  return new ChatdError("invalid_input", `${field}: ${issue?.message ?? "is not valid"}.`, { field })
}
