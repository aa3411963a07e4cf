import type { Step } from "../effect.ts"
import { isMine, selectedSummary } from "../select.ts"
import type { Focus, State } from "../state.ts"

/** Something an agent can do: the footer, the help and the palette are made of this table, and keys are looked up in it. */
export interface ConsoleCommand {
  id: string
  /** In the palette and the help. */
  title: string
  /** In the footer, where there is room for a word. */
  short?: string
  group: "Moving" | "Writing" | "Conversation" | "Views" | "Console"
  /** In the list and the thread. */
  keys: readonly string[]
  /** In the composer, where letters are text. */
  composerKeys?: readonly string[]
  /** Only there; otherwise in both. */
  only?: Focus
  isOffered?(state: State): boolean
  run(state: State, newId: () => string): Step<State>
}

/** Whether there is a conversation to do something with. */
export const hasOne = (state: State) => selectedSummary(state) !== undefined

/** Whether there is one that goes on. */
export const isOpen = (state: State) => hasOne(state) && selectedSummary(state)?.status !== "closed"

/** Whether there is one that goes on, and that somebody else has or nobody. */
export const isOthers = (state: State) => {
  const one = selectedSummary(state)
  return one !== undefined && one.status !== "closed" && !isMine(state, one)
}
