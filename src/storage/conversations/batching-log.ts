import type { Appended, ConversationLog, Decide, EventName } from "../../core/conversations/log.ts"
import { nextTurn } from "../../next-turn.ts"
import { faultCode, isContention } from "../fault-code.ts"

export interface Entry {
  conversationId: number
  decide: Decide
  name: EventName | undefined
}

/** What became of an entry. A refusal takes nobody else's write with it. */
export type Outcome = { appended: Appended } | { refused: unknown }

/** Writes entries in their order in one transaction; throws where the transaction came to nothing. */
export type WriteBatch = (entries: readonly Entry[], at: number) => Promise<Outcome[]> | Outcome[]

/** Told of what was committed, in its order, before those who wrote it are. It must not throw. */
export type OnCommitted = (appended: readonly Appended[]) => void

interface Waiting extends Entry {
  resolve(appended: Appended): void
  reject(error: unknown): void
}

/** Most entries of one transaction. */
const MOST = 1_024
const ATTEMPTS = 3

/**
 * Collects what arrives in one turn of the event loop, and while the batch before is being written, into one
 * transaction: the wait for the disk is shared, so that it costs each next to nothing.
 */
export class BatchingLog implements ConversationLog {
  #waiting: Waiting[] = []
  #writing: Promise<void> | undefined

  constructor(
    private readonly write: WriteBatch,
    private readonly onCommitted: OnCommitted,
  ) {}

  append(conversationId: number, decide: Decide, name?: EventName): Promise<Appended> {
    const { promise, resolve, reject } = Promise.withResolvers<Appended>()
    this.#waiting.push({ conversationId, decide, name, resolve, reject })
    this.#writing ??= this.#run()
    return promise
  }

  /** Resolves when nothing waits any more. */
  async idle(): Promise<void> {
    await this.#writing
  }

  async #run(): Promise<void> {
    // What else arrives in this turn of the event loop goes along.
    await nextTurn()
    try {
      while (this.#waiting.length > 0) await this.#commit(this.#waiting.splice(0, MOST))
    } finally {
      this.#writing = undefined
    }
  }

  async #commit(batch: readonly Waiting[], attempt = 1): Promise<void> {
    let outcomes: Outcome[]
    try {
      outcomes = await this.write(batch, Date.now())
    } catch (error) {
      if (isContention(error) && attempt < ATTEMPTS) await this.#commit(batch, attempt + 1)
      else if (batch.length > 1 && ENTRYS_FAULT.test(faultCode(error)))
        for (const one of batch) await this.#commit([one])
      else for (const one of batch) one.reject(error)
      return
    }
    this.onCommitted(outcomes.flatMap((outcome) => ("appended" in outcome ? [outcome.appended] : [])))
    for (const [i, outcome] of outcomes.entries()) {
      if ("appended" in outcome) batch[i]?.resolve(outcome.appended)
      else batch[i]?.reject(outcome.refused)
    }
  }
}

/** The fault may lie in what one entry holds. A full disk or a lock would only be waited for again and again. */
const ENTRYS_FAULT = /^(SQLITE_(CONSTRAINT|MISMATCH|TOOBIG)|2[23]...$)/
