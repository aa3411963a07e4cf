import type { Effect, Step } from "./effect.ts"
import type { Outgoing, State } from "./state.ts"

/** The server takes 64 messages of one client at once and refuses the others, and then their order would be lost. */
const MOST_UNDER_WAY = 32

/** What is sent and not answered yet; what comes behind it waits. */
export function underWay(outbox: readonly Outgoing[]): readonly Outgoing[] {
  return outbox.filter(({ failed }) => !failed).slice(0, MOST_UNDER_WAY)
}

/** Another outbox: what got its turn by that goes out. */
export function withOutbox(state: State, outbox: readonly Outgoing[]): Step<State> {
  const before = new Set(underWay(state.outbox))
  const next = underWay(outbox).filter((one) => !before.has(one))
  return {
    state: { ...state, outbox },
    effects: next.map((outgoing): Effect => ({ type: "send", outgoing })),
  }
}
