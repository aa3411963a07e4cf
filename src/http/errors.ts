import { ChatdError, type ErrorCode } from "../core/errors.ts"

const STATUS: Record<ErrorCode, number> = {
  invalid_input: 422,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  rate_limited: 429,
  too_large: 413,
  unavailable: 503,
  internal: 500,
}

/** An error as a caller sees it: `detail` is a sentence, `error` a stable code. */
export interface ErrorReply {
  status: number
  body: Record<string, unknown>
  headers: Record<string, string>
}

/** Translates a fault; whatever is not meant for callers becomes a 500 that only carries the request's id. */
export function errorReply(error: unknown, requestId: string): ErrorReply {
  if (!(error instanceof ChatdError) || error.code === "internal") {
    const detail = `Something went wrong on our side. Please quote request ${requestId} when you report it.`
    return { status: 500, body: { detail, error: "internal_error", request_id: requestId }, headers: {} }
  }
  if (error.code === "rate_limited") return rateLimited(error)
  const malformed = error.code === "invalid_input" && error.field === undefined
  return {
    status: malformed ? 400 : STATUS[error.code],
    body: { detail: error.message, error: error.code, ...(error.field && { field: error.field }) },
    headers: error.code === "unauthenticated" ? { "www-authenticate": 'Bearer realm="chatd"' } : {},
  }
}

/** What is not there by this method, and by which it is. */
export function wrongMethod(detail: string, methods: readonly string[]): ErrorReply {
  return {
    status: 405,
    body: { detail, error: "method_not_allowed" },
    headers: { allow: methods.join(", ") },
  }
}

/** The CRM guide puts the seconds inside `detail`; the sentence stands beside it. */
function rateLimited(error: ChatdError): ErrorReply {
  const seconds = error.resetInSeconds ?? 60
  return {
    status: 429,
    body: { detail: { reset_in_seconds: seconds }, error: error.message },
    headers: { "retry-after": String(seconds) },
  }
}
