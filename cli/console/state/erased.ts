import type { Effect, Step } from "./effect.ts"
import { withOutbox } from "./outgoing.ts"
import type { Overlay, SearchOverlay, State } from "./state.ts"

const TOAST_MS = 6000

/**
 * They were erased: nothing of them stays on the screen or behind it. Nobody is chosen in place of one that was before the
 * agent; what is typed until they have seen that it is gone goes nowhere.
 */
export function forget(state: State, numbers: readonly number[]): Step<State> {
  const [conversations, threads, details, compositions] = [
    new Map(state.conversations),
    new Map(state.threads),
    new Map(state.details),
    new Map(state.compositions),
  ]
  const effects: Effect[] = []
  for (const number of numbers) {
    for (const known of [conversations, threads, details]) known.delete(number)
    const draft = compositions.get(number)
    if (!draft) continue
    compositions.delete(number)
    effects.push({ type: "keepDraft", draft: { conversation: number, kind: draft.kind, chars: [] } })
  }
  const { state: sent, effects: sends } = withOutbox(
    state,
    state.outbox.filter(({ conversation }) => !numbers.includes(conversation)),
  )
  effects.push(...sends)
  const next: State = {
    ...sent,
    conversations,
    threads,
    details,
    compositions,
    erased: new Set([...state.erased, ...numbers]),
    history: state.history.filter(({ conversation }) => !numbers.includes(conversation)),
    begun: state.begun.filter(({ kind, of }) => kind === "comment" || !numbers.includes(of)),
    overlay: state.overlay?.kind === "search" ? withoutHits(state.overlay, numbers) : state.overlay,
    found: state.found && withoutHits(state.found, numbers),
  }
  const { selected } = state
  if (selected === undefined || !numbers.includes(selected)) return { state: next, effects }
  return { state: left(next, selected), effects }
}

/** Nothing is chosen, and nothing typed comes to whoever is chosen next. */
function left(state: State, number: number): State {
  const next: State = { ...state, selected: undefined, focus: "list" }
  if (!state.overlay || isAboutOne(state.overlay))
    return { ...next, overlay: { kind: "erased", conversation: number } }
  return { ...next, toast: { text: `#${number} was erased.`, tone: "warn", until: state.now + TOAST_MS } }
}

/** Whether what is chosen or written there is for the conversation behind it. */
function isAboutOne(overlay: Overlay): boolean {
  if (overlay.kind === "picker") return !["presence", "choices", "assignee"].includes(overlay.picker)
  return ["transferNote", "article", "newTicket", "route"].includes(overlay.kind)
}

function withoutHits({ hits, ...search }: SearchOverlay, numbers: readonly number[]): SearchOverlay {
  return { ...search, hits: hits?.filter(({ conversation }) => !numbers.includes(conversation)) }
}
