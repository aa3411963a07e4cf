import type { Reply } from "./call.ts"
import type { ChatState, Outcome } from "./chat-state.ts"
import type { Store } from "./store.ts"

/** What a reply means for whoever asked, and for the state. */
export interface Outcomes {
  readonly done: Outcome
  of<T>(reply: Reply<T>): Outcome<T>
  /** A form says itself what was wrong: said by the state as well, it would stay when the form is long right. */
  ofForm<T>(reply: Reply<T>): Outcome<T>
  /** The same without what the server said about it. */
  whether(outcome: Outcome<unknown>): Outcome
}

export function createOutcomes(store: Store<ChatState>): Outcomes {
  const done = { ok: true, value: undefined } as const

  function ofForm<T>(reply: Reply<T>): Outcome<T> {
    if (store.state.problem) store.set({ problem: undefined })
    return reply.ok ? { ok: true, value: reply.value } : { ok: false, problem: reply.problem }
  }

  return {
    done,
    of(reply) {
      const outcome = ofForm(reply)
      if (!outcome.ok) store.set({ problem: outcome.problem })
      return outcome
    },
    ofForm,
    whether: (outcome) => (outcome.ok ? done : outcome),
  }
}
