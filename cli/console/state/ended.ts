import type { Summary } from "../../../src/api/desk/protocol.ts"
import { isMine, newestFirst } from "./select.ts"
import { MOST_ENDED, type State } from "./state.ts"

/**
 * Of the conversations that ended only the newest are kept, the agent's own and all others apart, beside what the agent is at: a
 * console is left open for weeks, and with each change of one conversation all that it knows are sorted anew.
 */
export function withoutOldest(state: State): State {
  const ended = [...state.conversations.values()].filter(({ status }) => status === "closed")
  const own = ended.filter((one) => isMine(state, one))
  const others = ended.filter((one) => !isMine(state, one))
  const going = [...oldest(own), ...oldest(others)].filter(({ number }) => !isNeeded(state, number))
  if (going.length === 0) return state
  const [conversations, threads, details, compositions] = [
    new Map(state.conversations),
    new Map(state.threads),
    new Map(state.details),
    new Map(state.compositions),
  ]
  for (const { number } of going) {
    for (const known of [conversations, threads, details]) known.delete(number)
    // What is written next stays a note where the last thing was one.
    if (compositions.get(number)?.kind === "message") compositions.delete(number)
  }
  return { ...state, conversations, threads, details, compositions }
}

/** They go many at once, so that most changes find nothing to do. */
function oldest(ended: readonly Summary[]): readonly Summary[] {
  return ended.length > 2 * MOST_ENDED ? ended.toSorted(newestFirst).slice(MOST_ENDED) : []
}

function isNeeded({ selected, outbox, compositions, begun }: State, number: number): boolean {
  return (
    number === selected ||
    (compositions.get(number)?.editor.chars.length ?? 0) > 0 ||
    outbox.some(({ conversation }) => conversation === number) ||
    begun.some(({ kind, of }) => kind !== "comment" && of === number)
  )
}
