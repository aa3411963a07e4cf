import type { Effect } from "./state/effect.ts"
import type { State } from "./state/state.ts"
import { type Happening, update } from "./state/update.ts"
import { settled } from "./views/settled.ts"

/** Changes that nobody typed are drawn together: sixteen times a second is as much as an eye wants. */
const FRAME_MS = 60

export interface Store {
  get(): State
  /** Keys are drawn at once; what the server says, with the next picture. */
  happen(happening: Happening): void
  subscribe(listener: () => void): () => void
  stop(): void
}

interface StoreParts {
  initial: State
  newId(): string
  run(effect: Effect): void
}

export function createStore({ initial, newId, run }: StoreParts): Store {
  let state = initial
  let shown = initial
  let timer: ReturnType<typeof setTimeout> | undefined
  const listeners = new Set<() => void>()
  const draw = () => {
    clearTimeout(timer)
    timer = undefined
    if (shown === state) return
    state = settled(state)
    shown = state
    for (const listener of listeners) listener()
  }
  return {
    get: () => shown,
    happen(happening) {
      const step = update(state, happening, newId)
      state = step.state
      for (const effect of step.effects) run(effect)
      if (isTyped(happening)) draw()
      else if (state !== shown) timer ??= setTimeout(draw, FRAME_MS)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    stop() {
      clearTimeout(timer)
    },
  }
}

function isTyped({ type }: Happening): boolean {
  return type === "key" || type === "paste" || type === "resize"
}
