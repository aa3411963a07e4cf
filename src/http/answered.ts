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
