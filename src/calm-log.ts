import { ChatdError } from "./core/errors.ts"
import type { Logger } from "./log.ts"
import { seldom } from "./seldom.ts"
import { unavailableOr } from "./storage/unavailable.ts"

const PAUSE_MS = 60_000

/**
 * A log that stays readable while the database is away: everything fails then, each second and with each request, which
 * would fill a disk in a night. Of each kind one line a minute says it, with how many it stands for.
 */
export function calmLog(log: Logger, now?: () => number): Logger {
  const telling = seldom(PAUSE_MS, now)
  const calm = log.child({})
  for (const level of ["error", "warn"] as const)
    calm[level] = function (this: Logger, of: unknown, ...words: unknown[]) {
      // Of sites one may be away, and another one for another reason.
      const told = isAway(of) ? telling(`${words[0]} ${Object(of).site}`) : {}
      if (told) log[level].call(this, told.more ? { ...Object(of), ...told } : of, ...(words as []))
    } as Logger["error"]
  return calm
}

function isAway(of: unknown): boolean {
  const { err } = Object(of) as { err?: unknown }
  const fault = unavailableOr(err)
  return fault instanceof ChatdError && fault.code === "unavailable"
}
