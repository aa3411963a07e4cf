import { nextTurn } from "../next-turn.ts"
import type { Db } from "./database.ts"

interface Waiting {
  work(trx: Db): Promise<unknown>
  resolve(result: unknown): void
  reject(error: unknown): void
}

/** Most writes of one transaction: it keeps other writers waiting. */
const MOST = 64

/**
 * Lets writes that come at the same time share one transaction, and so one wait for the disk. A write is told of only
 * after its commit, and one that fails takes no other with it.
 */
export class GroupCommit {
  readonly #waiting: Waiting[] = []
  #running = false

  constructor(private readonly db: Db) {}

  /** Resolves once the work is committed. The work may be run again, after the transaction was taken back. */
  write<T>(work: (trx: Db) => Promise<T>): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>()
    this.#waiting.push({ work, resolve: (result) => resolve(result as T), reject })
    if (!this.#running) void this.#run()
    return promise
  }

  async #run(): Promise<void> {
    this.#running = true
    // What else arrives in this turn of the event loop goes along.
    await nextTurn()
    while (this.#waiting.length > 0) await this.#commit(this.#waiting.splice(0, MOST))
    this.#running = false
  }

  async #commit(batch: readonly Waiting[]): Promise<void> {
    try {
      const results = await this.db.transaction().execute((trx) => inTurn(batch, trx))
      for (const [i, { resolve }] of batch.entries()) resolve(results[i])
    } catch (error) {
      if (batch.length === 1) batch[0]?.reject(error)
      else for (const one of batch) await this.#commit([one])
    }
  }
}

async function inTurn(batch: readonly Waiting[], trx: Db): Promise<unknown[]> {
  const results: unknown[] = []
  for (const { work } of batch) results.push(await work(trx))
  return results
}
