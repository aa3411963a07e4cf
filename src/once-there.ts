import { setTimeout as sleep } from "node:timers/promises"
import { ChatdError } from "./core/errors.ts"
import type { Logger } from "./log.ts"

const AGAIN_MS = 1_000

/** Does what is left to do of the start of a server that serves already: a database that goes away meanwhile is waited for, as later. */
export async function onceThere<T>(log: Pick<Logger, "warn">, work: () => Promise<T>): Promise<T> {
  for (let isTold = false; ; isTold = true) {
    try {
      return await work()
    } catch (err) {
      if (!(err instanceof ChatdError) || err.code !== "unavailable") throw err
      if (!isTold)
        log.warn({ err }, "the database went away while the server starts, which goes on when it is back")
      await sleep(AGAIN_MS)
    }
  }
}
