import type { Database as BunSqlite } from "bun:sqlite"
import { hasUnplacedEvents, placeEvents } from "../sqlite/place-events.ts"
import type { UnplacedEvents } from "./unplaced-events.ts"

/** Events that are brought to their places together: as many as are sorted and written in a few milliseconds. */
const TOGETHER = 2_048
/** After so long without so many, those that are there go. */
const QUIET_MS = 250

/** Has events brought to their places in time, by a thread of its own. */
export class Placing {
  #worker: Worker | undefined
  #timer: ReturnType<typeof setTimeout> | undefined
  #busy = false
  #stopped = false

  constructor(
    private readonly sqlite: BunSqlite,
    private readonly unplaced: UnplacedEvents,
    private readonly onFault: (error: unknown) => void,
  ) {
    // An earlier process may have left some.
    if (hasUnplacedEvents(sqlite)) placeEvents(sqlite)
  }

  /** Events were added. */
  notice(): void {
    if (this.unplaced.count >= TOGETHER) this.#start()
    else if (!this.#timer && this.unplaced.count > 0) this.#timer = setTimeout(() => this.#start(), QUIET_MS)
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
    this.#worker?.terminate()
  }

  #start(): void {
    if (this.#busy || this.#stopped) return
    clearTimeout(this.#timer)
    this.#timer = undefined
    this.#busy = true
    this.unplaced.leave()
    this.#worker ??= this.#open()
    this.#worker.postMessage({ path: this.sqlite.filename })
  }

  #open(): Worker {
    const worker = new Worker(new URL("../sqlite/place-events-worker.ts", import.meta.url), { smol: true })
    worker.onmessage = ({ data }: MessageEvent<{ error?: string }>) => {
      if (data.error === undefined) this.#done()
      else this.#placeHere(data.error)
    }
    worker.onerror = ({ message }) => {
      this.#worker = undefined
      this.#placeHere(message)
    }
    return worker
  }

  /** What the other thread could not do is done on this one. */
  #placeHere(cause: string): void {
    this.onFault(new Error(`a thread could not bring events to their places: ${cause}`))
    try {
      placeEvents(this.sqlite)
      this.#done()
    } catch (error) {
      // They stay in memory, and the next ones take them along.
      this.onFault(error)
      this.unplaced.stay()
      this.#busy = false
    }
  }

  #done(): void {
    this.unplaced.left()
    this.#busy = false
    this.notice()
  }
}
