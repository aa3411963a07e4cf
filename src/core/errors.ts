/** Why the core refused or failed. Adapters translate these; the core knows no transport. */
export type ErrorCode =
  /** The caller sent something that cannot be right; `field` names it where one field is to blame. */
  | "invalid_input"
  | "not_found"
  /** The thing has changed, exists already or is not set up for it: another attempt must differ. */
  | "conflict"
  /** Nobody, or nobody we know: signing in may help. */
  | "unauthenticated"
  /** Somebody we know, who may not: signing in again does not help. */
  | "forbidden"
  /** Too often; `resetInSeconds` says when it may work again. */
  | "rate_limited"
  | "too_large"
  /** Something that we depend on does not answer; the same call may work later. */
  | "unavailable"
  /** Our fault. */
  | "internal"

export interface ChatdErrorDetails {
  /** The input field to blame, as the core's own input type names it. */
  field?: string
  /** Seconds until another attempt makes sense; whole and at least 1. */
  resetInSeconds?: number
  /** What really happened, for the log; never shown to a caller. */
  cause?: unknown
}

/**
 * The one error that crosses a boundary on purpose. Its message is public: a sentence that names what is wrong,
 * without secrets and without other people's data. The private part is `cause`.
 *
 * @example throw new ChatdError("not_found", "There is no conversation 17.")
 */
export class ChatdError extends Error {
  override readonly name = "ChatdError"
  readonly code: ErrorCode
  readonly field?: string
  readonly resetInSeconds?: number

  constructor(
    code: ErrorCode,
    publicMessage: string,
    { field, resetInSeconds, cause }: ChatdErrorDetails = {},
  ) {
    super(publicMessage, cause === undefined ? undefined : { cause })
    this.code = code
    if (field !== undefined) this.field = field
    if (resetInSeconds !== undefined) this.resetInSeconds = Math.max(1, Math.ceil(resetInSeconds))
  }

  /** Safe to show to whoever made the call. */
  get publicMessage(): string {
    return this.message
  }
}
