export interface DeliveryErrorDetails {
  /** The same again may work: the other side was busy or out of reach. */
  retryable: boolean
  /** It may have happened all the same: look before trying again. */
  outcomeUnknown?: boolean
  /** Anything else would have met the same: the other side is away, or will not have us. */
  forAll?: boolean
  /** Milliseconds before another attempt makes sense. */
  retryAfterMs?: number
  /** The field that the other side will not take. */
  field?: string
  /** Of its HTTP reply. */
  status?: number
  cause?: unknown
}

/** Why something was not handed over to somebody else's system. The message is for operators and holds no secret. */
export class DeliveryError extends Error {
  override readonly name = "DeliveryError"
  readonly retryable: boolean
  readonly outcomeUnknown: boolean
  readonly forAll: boolean
  readonly retryAfterMs?: number
  readonly field?: string
  readonly status?: number

  constructor(
    message: string,
    {
      retryable,
      outcomeUnknown = false,
      forAll = false,
      retryAfterMs,
      field,
      status,
      cause,
    }: DeliveryErrorDetails,
  ) {
    super(message, cause === undefined ? undefined : { cause })
    this.retryable = retryable
    this.outcomeUnknown = outcomeUnknown
    this.forAll = forAll
    if (retryAfterMs !== undefined) this.retryAfterMs = retryAfterMs
    if (field !== undefined) this.field = field
    if (status !== undefined) this.status = status
  }
}
