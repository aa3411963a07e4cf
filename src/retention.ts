import { SERVER } from "./core/audit.ts"
import type { Partner } from "./core/partner.ts"
import { eachPartner } from "./jobs/each-partner.ts"
import { type Repetition, repeat } from "./jobs/repeat.ts"
import type { Logger } from "./log.ts"
import type { Partners } from "./partners.ts"
import type { Database } from "./storage/database.ts"
import type { Step } from "./storage/privacy/retention.ts"
import { scrub } from "./storage/privacy/scrub.ts"
import { sweep } from "./storage/privacy/sweep.ts"

/** After a start, when others have begun; and then once a day. */
const FIRST_MS = 60_000
const DAY_MS = 86_400_000
/** Where another server counts or erases just now. */
const AGAIN_MS = 10 * 60_000

export interface RetentionOptions {
  database: Database
  partners: Pick<Partners, "all">
  log: Logger
  /** Told of what was erased, to forget it. */
  onGone(partnerId: string, gone: Step["gone"]): void
  firstMs?: number
}

/** Erases once a day what partners keep no longer. */
export function startRetention({
  database,
  partners,
  log,
  onGone,
  firstMs = FIRST_MS,
}: RetentionOptions): Repetition {
  const sweepOne = async (
    partner: Partner,
    goesOn: () => boolean,
  ): Promise<{ erased: boolean; isDone: boolean }> => {
    const { rows, isDone } = await sweep(database, partner, {
      actor: SERVER,
      onGone: (gone) => onGone(partner.id, gone),
      goesOn,
    })
    const erased = Object.keys(rows).length > 0
    if (erased) log.info({ partner: partner.id, erased: rows }, "what is kept no longer was erased")
    return { erased, isDone }
  }
  /** @returns when to look again */
  const sweepAll = async (goesOn: () => boolean): Promise<number> => {
    let [anyErased, allDone] = [false, true]
    try {
      await eachPartner(await partners.all(), async (partner) => {
        if (!goesOn()) return
        const { erased, isDone } = await sweepOne(partner, goesOn)
        anyErased ||= erased
        allDone &&= isDone
      })
    } finally {
      if (anyErased && goesOn()) await scrub(database)
    }
    return allDone ? DAY_MS : AGAIN_MS
  }
  return repeat(firstMs, (goesOn) =>
    sweepAll(goesOn).catch((err: unknown) => {
      log.error({ err }, "what is kept no longer could not be erased")
      return AGAIN_MS
    }),
  )
}
