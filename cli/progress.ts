/** One line on standard error that is written over; nothing where that is no terminal. */
export class ProgressLine {
  readonly #isShown = Boolean(process.stderr.isTTY)
  #last = Number.NEGATIVE_INFINITY

  /** At most ten times a second. */
  show(text: string): void {
    const now = performance.now()
    if (!this.#isShown || now - this.#last < 100) return
    this.#last = now
    process.stderr.write(`\r\x1b[2K${text.slice(0, (process.stderr.columns || 80) - 1)}`)
  }

  clear(): void {
    if (this.#isShown) process.stderr.write("\r\x1b[2K")
  }
}

/** `4 s`, `2 min 5 s`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`
}
