/** A request that was answered. */
export interface Answered {
  method: string
  /** The route's pattern, such as `/api/chat/sessions/:id`; undefined where there is nothing at the path. */
  route: string | undefined
  status: number
  seconds: number
}

/** Told of every request that was answered. */
export type OnAnswered = (answered: Answered) => void

/** A request that failed by a fault of ours. */
export interface Failed extends Omit<Answered, "seconds"> {
  error: unknown
  requestId: string
  userAgent: string | undefined
}

/** Told of every request that failed. */
export type OnFailed = (failed: Failed) => void
