import { setTimeout as pause } from "node:timers/promises"
import type { Database } from "../database.ts"
import { scrub } from "../privacy/scrub.ts"
import { currentKeyId, PLAIN, type UsedKey, usedKeys } from "./key-registry.ts"
import { FIRST, type Place, resealStep, rowsToLookAt } from "./reseal.ts"
import { Sealing } from "./sealing.ts"

/** A server that seals everything anew serves others for as long as it does so. */
const LEAST_PAUSE_MS = 1
const AGAIN_MS = 5_000

export interface RotationStatus {
  /** What is written is sealed with it; `plain`: it is not. */
  current: string
  /** What texts may be sealed with, and so which keys are needed; `plain` among it. */
  keys: readonly UsedKey[]
  /** Undefined where none is under way here. */
  progress: { rows: number; total: number; startedAt: Date } | undefined
}

/**
 * Brings everything in the database under the current key, beside what else is done with it. Where it stands is not
 * stored: rows that are done are passed over quickly, so that one that was cut off goes on by beginning again. A key is
 * not needed any more once a whole pass has found nothing under it.
 */
export class KeyRotation {
  #running: Promise<void> | undefined
  #progress: RotationStatus["progress"]
  #stopped = false

  constructor(
    private readonly database: Database,
    private readonly onFault: (error: unknown) => void,
  ) {}

  async status(): Promise<RotationStatus> {
    return {
      current: currentKeyId(this.database),
      keys: await usedKeys(this.database.db),
      progress: this.#progress,
    }
  }

  /** @returns whether there is anything to do; notes that it is to be done, whatever becomes of this process */
  async start(): Promise<boolean> {
    const current = currentKeyId(this.database)
    const { db } = this.database
    const others = (await usedKeys(db)).filter(({ id }) => id !== current)
    if (others.length === 0) return false
    await db
      .updateTable("encryption_key")
      .set({ rotating_since: Date.now() })
      .where("id", "=", current)
      .where("rotating_since", "is", null)
      .execute()
    this.#running ??= this.#run()
    return true
  }

  /** Goes on with what an earlier process left. */
  async resume(): Promise<void> {
    const current = currentKeyId(this.database)
    const keys = await usedKeys(this.database.db)
    if (keys.some(({ id, rotatingSince }) => id === current && rotatingSince)) await this.start()
  }

  async stop(): Promise<void> {
    this.#stopped = true
    await this.#running
  }

  async #run(): Promise<void> {
    try {
      await this.#untilDone()
    } finally {
      this.#progress = undefined
      this.#running = undefined
    }
  }

  async #untilDone(): Promise<void> {
    while (!this.#stopped) {
      try {
        if ((await this.#pass()) > 0) continue
        if (this.#stopped) return
        await scrub(this.database)
        await this.#forgetOthers()
        return
      } catch (error) {
        this.onFault(error)
        await pause(AGAIN_MS, undefined, { ref: false })
      }
    }
  }

  /** @returns how many rows were sealed anew */
  async #pass(): Promise<number> {
    const sealing = this.database.sealing ?? new Sealing({ current: undefined, old: [] })
    const progress = { rows: 0, total: await rowsToLookAt(this.database.db), startedAt: new Date() }
    this.#progress = progress
    let changed = 0
    for (let place: Place | undefined = FIRST; place && !this.#stopped; ) {
      const startedAt = performance.now()
      const step = await resealStep(this.database, sealing, place)
      place = step.next
      changed += step.changed
      progress.rows += step.looked
      const took = performance.now() - startedAt
      await pause(step.changed > 0 ? Math.max(LEAST_PAUSE_MS, took) : 0)
    }
    return this.#stopped ? changed + 1 : changed
  }

  async #forgetOthers(): Promise<void> {
    const current = currentKeyId(this.database)
    await this.database.db.transaction().execute(async (trx) => {
      await trx.deleteFrom("encryption_key").where("id", "!=", current).execute()
      await trx
        .updateTable("encryption_key")
        .set({ rotating_since: null })
        .where("id", "=", current)
        .execute()
      // Where nothing is sealed any more there is nothing to note.
      await trx.deleteFrom("encryption_key").where("id", "=", PLAIN).execute()
    })
  }
}
