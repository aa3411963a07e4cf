export interface Repetition {
  /** No further time; resolves when the one under way is done. */
  stop(): Promise<void>
}

/**
 * Does work again and again, one time after the other.
 *
 * @param firstMs until the first time
 * @param work resolves to the milliseconds until the next time, and tells of its faults by itself; `goesOn` is false once it is to end
 */
export function repeat(firstMs: number, work: (goesOn: () => boolean) => Promise<number>): Repetition {
  let timer: ReturnType<typeof setTimeout> | undefined
  let running: Promise<void> | undefined
  let stopped = false
  const next = (ms: number): void => {
    if (stopped) return
    timer = setTimeout(() => {
      running = work(() => !stopped).then(next)
    }, ms)
    // Nobody is kept from ending for it: a server that could not listen has nothing to come back for.
    timer.unref()
  }
  next(firstMs)
  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}
