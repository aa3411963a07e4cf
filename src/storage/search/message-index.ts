import type { Database } from "../database.ts"
import { postgresIndexStep } from "./postgres-index.ts"
import { sqliteIndexStep } from "./sqlite-index.ts"
import type { IndexStep } from "./step.ts"

/** What was written is found so soon, and what is written meanwhile goes along. */
const DELAY_MS = 100
/** Between looks at what must be waited for. */
const PATIENCE_MS = 250
const LOOK_MS = 10
/** Between attempts that fail one after the other. */
const LONGEST_PAUSE_MS = 10_000
/** While others write, the index takes at most so small a part of the time: it catches up when it is quiet. */
const REST = 40
const BUSY_MS = 100

export interface MessageIndex {
  /** Something may have been written. */
  notice(): void
  /** Resolves when nothing that was committed before the call is left to index, or when so much time has passed. */
  caughtUp(withinMs?: number): Promise<void>
  stop(): Promise<void>
}

/**
 * Keeps the index of messages behind the log: writers leave nothing for it and never wait for it. How far it has come is
 * stored with what it indexed, so that it goes on there after any end.
 *
 * @param onFault told of the first of several steps that failed, which are tried again
 */
export function openMessageIndex(database: Database, onFault: (error: unknown) => void): MessageIndex {
  const step = database.sqlite ? sqliteIndexStep(database.sqlite) : postgresIndexStep(database)
  return new Follower(step, onFault)
}

class Follower implements MessageIndex {
  #timer: ReturnType<typeof setTimeout> | undefined
  #running: Promise<void> | undefined
  #noticedAt = 0
  #failures = 0
  #stopped = false

  constructor(
    private readonly step: IndexStep,
    private readonly onFault: (error: unknown) => void,
  ) {
    // What an earlier process left.
    this.notice()
  }

  notice(): void {
    this.#noticedAt = performance.now()
    this.#start(DELAY_MS)
  }

  async caughtUp(withinMs = Number.POSITIVE_INFINITY): Promise<void> {
    const deadline = performance.now() + withinMs
    for (;;) {
      const left = await this.step()
      if (left === "nothing" || performance.now() > deadline) return
      // Whoever came meanwhile is served first.
      await new Promise((resolve) => setTimeout(resolve, left === "later" ? LOOK_MS : 0))
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true
    clearTimeout(this.#timer)
    await this.#running
  }

  #start(ms: number): void {
    if (this.#stopped || this.#timer) return
    this.#timer = setTimeout(() => {
      this.#running = this.#run()
    }, ms)
    // Nobody is kept from ending for it.
    this.#timer.unref()
  }

  async #run(): Promise<void> {
    const startedAt = performance.now()
    let again = PATIENCE_MS
    try {
      const left = await this.step()
      this.#failures = 0
      const now = performance.now()
      if (left === "more") again = now - this.#noticedAt < BUSY_MS ? REST * (now - startedAt) : 0
      else if (left === "nothing") again = this.#noticedAt > startedAt ? DELAY_MS : Number.POSITIVE_INFINITY
    } catch (error) {
      // A full disk is told of once, not four times a second.
      if (this.#failures === 0) this.onFault(error)
      again = Math.min(LONGEST_PAUSE_MS, PATIENCE_MS * 2 ** this.#failures++)
    }
    this.#timer = undefined
    if (again < Number.POSITIVE_INFINITY) this.#start(again)
  }
}
