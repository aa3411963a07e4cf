import type { Logger } from "../log.ts"
import type { Db } from "../storage/database.ts"
import { CLOCKS_MS, clockAhead, clocksDiffer } from "../storage/postgres/clocks.ts"
import { type Repetition, repeat } from "./repeat.ts"

/** As often as servers vouch for those who are there: a clock may be set at any time. */
const EVERY_MS = 10_000

export interface ClockWatchOptions {
  db: Db
  log: Logger
  everyMs?: number
  now?: () => number
}

export interface ClockWatch extends Repetition {
  /** What was wrong at the last look; undefined where nothing was. */
  found(): string | undefined
  /** This machine's time or, where its clock is off, Postgres': what servers must agree on. */
  agreed(): number
}

/** Holds this machine's clock against Postgres', before it resolves and every ten seconds, and says where they differ and when they agree again. */
export async function startClockWatch({
  db,
  log,
  everyMs = EVERY_MS,
  now = Date.now,
}: ClockWatchOptions): Promise<ClockWatch> {
  let found: string | undefined
  /** Postgres' time at the last look, and that of a clock which nobody sets. */
  let looked: { at: number; steady: number } | undefined
  const look = async () => {
    try {
      const ahead = await clockAhead(db, now)
      looked = { at: now() - ahead, steady: performance.now() }
      const before = found
      found = clocksDiffer(ahead, before !== undefined)
      if (found && !before) log.warn({ aheadMs: ahead }, found)
      if (!found && before) log.info("this machine's clock and Postgres' agree again")
    } catch (err) {
      log.warn({ err }, "Postgres could not be asked for its time")
    }
    return everyMs
  }
  await look()
  const looking = repeat(everyMs, look)
  return {
    found: () => found,
    agreed() {
      const own = now()
      const agreed = looked ? Math.round(looked.at + performance.now() - looked.steady) : own
      return Math.abs(own - agreed) > CLOCKS_MS ? agreed : own
    },
    stop: looking.stop,
  }
}
