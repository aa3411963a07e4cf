/** Milliseconds a stage. */
export class Stopwatch {
  readonly #laps: Record<string, number> = {}
  #last = performance.now()

  lap(stage: string): void {
    const now = performance.now()
    this.#laps[stage] = now - this.#last
    this.#last = now
  }

  laps(): Record<string, number> {
    return { ...this.#laps }
  }
}
