/** Lets one user at a time have the connection, first come, first served. */
export class SqliteLock {
  #held = false
  readonly #waiting: (() => void)[] = []

  async acquire(): Promise<void> {
    if (!this.#held) {
      this.#held = true
      return
    }
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#waiting.push(resolve)
    return promise
  }

  release(): void {
    const next = this.#waiting.shift()
    if (next) next()
    else this.#held = false
  }

  /** Runs work that awaits nothing: at once where nobody has the connection. */
  run<T>(work: () => T): T | Promise<T> {
    if (this.#held) return this.#runLater(work)
    this.#held = true
    try {
      return work()
    } finally {
      this.release()
    }
  }

  async #runLater<T>(work: () => T): Promise<T> {
    await this.acquire()
    try {
      return work()
    } finally {
      this.release()
    }
  }
}
