/** Timers by name: setting one anew replaces it. */
export interface Timers<Name extends string> {
  later(name: Name, ms: number, action: () => void): void
  waits(name: Name): boolean
  cancel(name: Name): void
  cancelAll(): void
}

export function createTimers<Name extends string>(): Timers<Name> {
  const running = new Map<Name, ReturnType<typeof setTimeout>>()

  function cancel(name: Name): void {
    clearTimeout(running.get(name))
    running.delete(name)
  }

  return {
    later(name, ms, action) {
      cancel(name)
      const timer = setTimeout(() => {
        running.delete(name)
        action()
      }, ms)
      running.set(name, timer)
    },
    waits: (name) => running.has(name),
    cancel,
    cancelAll() {
      for (const name of running.keys()) cancel(name)
    },
  }
}
