import type { Database as BunSqlite } from "bun:sqlite"

/** Events after which the log is copied; each brings one to three pages into it. */
const EVENTS = 4_000
/** Pages at which the writing thread copies by itself: when the other one is gone, and after writes that are no events. */
const FALLBACK_PAGES = 16_384

/**
 * Takes the copying of the write-ahead log off the thread that serves: a thousand pages take it some 20 ms, in which
 * nobody is answered.
 */
export class Checkpoints {
  readonly #path: string
  #worker: Worker | undefined
  #events = 0
  #busy = false

  constructor(sqlite: BunSqlite) {
    this.#path = sqlite.filename
    sqlite.run(`pragma wal_autocheckpoint = ${FALLBACK_PAGES}`)
  }

  /** So many events were committed. */
  written(events: number): void {
    this.#events += events
    if (this.#events < EVENTS || this.#busy) return
    this.#events = 0
    this.#busy = true
    this.#worker ??= this.#open()
    this.#worker.postMessage({ path: this.#path })
  }

  stop(): void {
    this.#worker?.terminate()
    this.#worker = undefined
  }

  #open(): Worker {
    const worker = new Worker(new URL("./checkpoint-worker.ts", import.meta.url), { smol: true })
    worker.onmessage = () => {
      this.#busy = false
    }
    // Nothing is lost without it: the writing thread copies at the fallback.
    worker.onerror = () => this.stop()
    return worker
  }
}
