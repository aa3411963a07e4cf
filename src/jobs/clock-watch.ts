import type { Logger } from "../log.ts"
import type { Db } from "../storage/database.ts"
import { clockAhead, clocksDiffer } from "../storage/postgres/clocks.ts"
import { type Repetition, repeat } from "./repeat.ts"

const EVERY_MS = 10 * 60_000

export interface ClockWatchOptions {
  db: Db
  log: Logger
  everyMs?: number
  now?: () => number
}

export interface ClockWatch extends Repetition {
  /** What was wrong at the last look; undefined where nothing was. */
  found(): string | undefined
}

/** Holds this machine's clock against Postgres', at once and every ten minutes, and says where they differ and when they agree again. */
export function startClockWatch({ db, log, everyMs = EVERY_MS, now }: ClockWatchOptions): ClockWatch {
  let found: string | undefined
  const looking = repeat(0, async () => {
    try {
      const ahead = await clockAhead(db, now)
      const before = found
      found = clocksDiffer(ahead)
      if (found && !before) log.warn({ aheadMs: Math.round(ahead) }, found)
      if (!found && before) log.info("this machine's clock and Postgres' agree again")
    } catch (err) {
      log.warn({ err }, "Postgres could not be asked for its time")
    }
    return everyMs
  })
  return { found: () => found, stop: looking.stop }
}
