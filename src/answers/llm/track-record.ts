import type { Completion } from "./complete.ts"

/** So many failures one after the other are no accident. */
const NO_ACCIDENT = 3
/** Longer ago they tell nothing of now. */
const RECENT_MS = 10 * 60_000

/** How an endpoint's last completions went. */
export class TrackRecord {
  #failed = 0
  #failedAt = 0
  /** Its last completion came. */
  works = false

  note({ kind }: Completion): void {
    const failed = kind === "error" || kind === "timeout"
    this.works = !failed
    this.#failed = failed ? this.#failed + 1 : 0
    if (failed) this.#failedAt = Date.now()
  }

  /** How many failed one after the other just now; 0 where that may be an accident. */
  failures(): number {
    return this.#failed >= NO_ACCIDENT && Date.now() - this.#failedAt < RECENT_MS ? this.#failed : 0
  }
}
