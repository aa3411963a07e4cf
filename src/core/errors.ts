/** What can go wrong in the domain's own words; adapters translate, so nothing here knows a status code. */
export type ErrorCode =
  | "invalid_input"
  | "unauthenticated"
  | "forbidden"
  /** Absent, or not for this caller to know of: the two look the same. */
  | "not_found"
  | "conflict"
  | "rate_limited"
  | "too_large"
  | "unavailable"

interface ErrorDetail {
  /** The input that was wrong, as the caller spells it. */
  field?: string
  /** Seconds until a limit ends. */
  resetInSeconds?: number
  cause?: unknown
}

/** A fault that the caller may be told about. Its message is public; its cause is for the log alone. */
export class ChatdError extends Error {
  readonly field: string | undefined
  readonly resetInSeconds: number | undefined

  constructor(
    readonly code: ErrorCode,
    message: string,
    detail: ErrorDetail = {},
  ) {
    super(message, { cause: detail.cause })
    this.field = detail.field
    this.resetInSeconds = detail.resetInSeconds
  }
}
