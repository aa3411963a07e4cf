import type { Reply } from "./call.ts"
import type { ChatState, Outcome, Problem } from "./chat-state.ts"
import type { Store } from "./store.ts"

/** What a reply means for whoever asked, and for the state. */
export interface Outcomes {
  readonly done: Outcome
  of<T>(reply: Reply<T>): Outcome<T>
  /** The same without what the server said about it. */
  whether(reply: Reply<unknown>): Outcome
  fault(problem: Problem): Outcome<never>
}

export function createOutcomes(
  store: Store<ChatState>,
  limited: (seconds: number, message: string) => void,
): Outcomes {
  const done = { ok: true, value: undefined } as const

  function of<T>(reply: Reply<T>): Outcome<T> {
    if (reply.ok) return { ok: true, value: reply.value }
    if (reply.resetInSeconds) limited(reply.resetInSeconds, reply.problem.message)
    return fault(reply.problem)
  }

  function fault(problem: Problem): Outcome<never> {
    store.set({ problem })
    return { ok: false, problem }
  }

  return {
    done,
    of,
    whether(reply) {
      const result = of(reply)
      return result.ok ? done : result
    },
    fault,
  }
}
