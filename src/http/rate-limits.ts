import { ChatdError } from "../core/errors.ts"

interface Window {
  spent: number
  until: number
}

/** Keys come from callers: whoever invents them must not fill the memory. */
const MOST_KEYS = 100_000

/** So many in a window of time, a key. Counts only: the hot path asks it for every message. */
export class RateLimit {
  readonly #windows = new Map<string, Window>()

  /** @param sentence says which limit was reached */
  constructor(
    private readonly windowMs: number,
    private readonly sentence: string,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /**
   * @param most 0: no limit
   * @throws {ChatdError} `rate_limited` with the seconds left, where that many were spent before
   */
  spend(key: string, most: number, amount = 1): void {
    if (most === 0) return
    const now = this.now()
    const window = this.#windows.get(key)
    if (!window || window.until <= now) this.#start(key, now, amount)
    else if (window.spent < most) window.spent += amount
    else throw tooMany(this.sentence, (window.until - now) / 1000)
  }

  #start(key: string, now: number, spent: number): void {
    this.#windows.delete(key)
    // All last equally long: they stand in the order in which they end.
    for (const [oldest, { until }] of this.#windows) {
      if (until > now && this.#windows.size < MOST_KEYS) break
      this.#windows.delete(oldest)
    }
    this.#windows.set(key, { spent, until: now + this.windowMs })
  }
}

function tooMany(sentence: string, seconds: number): ChatdError {
  const left = Math.max(1, Math.ceil(seconds))
  const wait = `Try again in ${left} ${left === 1 ? "second" : "seconds"}.`
  return new ChatdError("rate_limited", `${sentence} ${wait}`, { resetInSeconds: left })
}
