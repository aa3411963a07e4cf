export interface Store<S> {
  readonly state: S
  set(patch: Partial<S>): void
  subscribe(listener: (state: S) => void): () => void
}

export function createStore<S extends object>(initial: S): Store<S> {
  let state = initial
  const listeners = new Set<(state: S) => void>()
  return {
    get state() {
      return state
    },
    set(patch) {
      state = { ...state, ...patch }
      for (const listener of listeners) listener(state)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
