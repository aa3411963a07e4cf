import type { Partner } from "../core/partner.ts"
import { type CountDaysPorts, countDays } from "../core/stats/count-days.ts"
import { dayAt } from "../core/stats/days.ts"
import type { Logger } from "../log.ts"
import { eachPartner } from "./each-partner.ts"
import { type Repetition, repeat } from "./repeat.ts"

/** A server that has just started has others to serve first. */
const FIRST_MS = 10_000
/** How often it is looked whether a day is over somewhere. */
const LOOK_MS = 60_000
/** Days in which something happened afterwards are counted again so often, so that little is left to count when somebody asks. */
const AGAIN_MS = 3_600_000
/** Counting takes at most so small a part of the time. */
const REST = 100

export interface DailyFiguresOptions {
  ports: CountDaysPorts
  partners(): Promise<readonly Partner[]>
  log: Logger
  firstMs?: number
}

/**
 * Counts each partner's days once they are over in its time zone, at the start those that were missed, and every now and then
 * those that changed. What it counts can be counted again at any time, so that it keeps nothing of its own.
 *
 * @returns ends it; resolves when the day under way is counted
 */
export function startDailyFigures({
  ports,
  partners,
  log,
  firstMs = FIRST_MS,
}: DailyFiguresOptions): Repetition {
  const looked = new Map<string, { day: string; again: number }>()

  const lookAt = async (partner: Partner, goesOn: () => boolean): Promise<void> => {
    const day = dayAt(partner.settings.hours.timeZone, ports.now().getTime())
    const before = looked.get(partner.id)
    if (before?.day === day && performance.now() < before.again) return
    const startedAt = performance.now()
    const days = await countDays(ports, partner, goesOn)
    const took = performance.now() - startedAt
    // A day that is over may need a minute more until everything of it is written.
    const soon = before?.day !== day ? 2 * LOOK_MS : AGAIN_MS
    looked.set(partner.id, { day, again: performance.now() + Math.max(soon, REST * took) })
    if (days.length > 0) {
      const { id } = partner
      log.info({ partner: id, days: days.length, ms: Math.round(took) }, "daily figures counted")
    }
  }
  return repeat(firstMs, async (goesOn) => {
    try {
      await eachPartner(await partners(), async (partner) => {
        if (goesOn()) await lookAt(partner, goesOn)
      })
    } catch (err) {
      log.error({ err }, "daily figures could not be counted")
    }
    return LOOK_MS
  })
}
