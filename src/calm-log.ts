import { ChatdError } from "./core/errors.ts"
import { PartnersFault } from "./jobs/each-partner.ts"
import type { Logger } from "./log.ts"
import { seldom } from "./seldom.ts"
import { unavailableOr } from "./storage/unavailable.ts"

const PAUSE_MS = 60_000

/**
 * A log that stays readable while the database is away, or something of one partner's is broken: that fails then, each second
 * and with each request, which would fill a disk in a night. Of each kind one line a minute says it, with how many it stands for.
 */
export function calmLog(log: Logger, now?: () => number): Logger {
  const telling = seldom(PAUSE_MS, now)
  const calm = log.child({})
  for (const level of ["error", "warn"] as const)
    calm[level] = function (this: Logger, of: unknown, ...words: unknown[]) {
      const whose = lastingFault(of)
      const told = whose === undefined ? {} : telling(`${words[0]} ${whose}`)
      if (told) log[level].call(this, told.more ? { ...Object(of), ...told } : of, ...(words as []))
    } as Logger["error"]
  return calm
}

/** Of what fails again and again, what tells it from others of its kind; undefined for anything else. */
function lastingFault(of: unknown): string | undefined {
  const { err, site } = Object(of) as { err?: unknown; site?: unknown }
  if (err instanceof PartnersFault) return err.message
  const fault = unavailableOr(err)
  // Of sites one may be away, and another one for another reason.
  return fault instanceof ChatdError && fault.code === "unavailable" ? String(site) : undefined
}
