import type { Conversation } from "./core/conversations/conversation.ts"
import { type TellNobodyComesPorts, tellNobodyComes } from "./core/conversations/nobody-comes.ts"
import type { Partner } from "./core/partner.ts"
import { whoHelps } from "./core/routing/who-answers.ts"
import { eachPartner } from "./jobs/each-partner.ts"
import { type Repetition, repeat } from "./jobs/repeat.ts"
import type { Logger } from "./log.ts"
import type { Database } from "./storage/database.ts"
import { partnersWaitedFor, waitingSince } from "./storage/routing/queue.ts"

/** How often it is looked who waits while nobody is there. */
const LOOK_MS = 2_000
/** Who has waited without a word for longer is not told any more. */
const LOOK_BACK_MS = 24 * 3_600_000
/** Of one partner, told at once. */
const AT_ONCE = 500

export interface WaitingNewsDependencies {
  database: Database
  telling: TellNobodyComesPorts
  partnerById(id: string): Promise<Partner | undefined>
  /** Whether anybody is there who could come. */
  isStaffed(partnerId: string): Promise<boolean>
  log: Pick<Logger, "error">
}

/** What is known of a partner's while nobody is there. */
interface Alone {
  /** By a clock that nobody puts back. */
  since: number
  /** By conversation: how it stood when it was last looked at. */
  lookedAt: ReadonlyMap<number, string>
}

/**
 * Tells those who wait for a person and do not write that nobody is there any more, once the last one has been gone for
 * the grace time. As long as somebody is there, be it after closing time, they may come still.
 */
export function tellWhoWaits(dependencies: WaitingNewsDependencies): Repetition {
  const { database, partnerById, isStaffed, log } = dependencies
  const allAlone = new Map<string, Alone>()

  async function look(): Promise<void> {
    const waitedFor = new Set(await partnersWaitedFor(database.db))
    for (const id of allAlone.keys()) if (!waitedFor.has(id)) allAlone.delete(id)
    await eachPartner(
      [...waitedFor].map((id) => ({ id })),
      async ({ id }) => {
        const partner = await partnerById(id)
        if (!partner || (await isStaffed(id))) {
          allAlone.delete(id)
          return
        }
        const alone = allAlone.get(id) ?? { since: performance.now(), lookedAt: new Map() }
        allAlone.set(id, alone)
        if (performance.now() - alone.since < partner.settings.routing.graceSeconds * 1000) return
        alone.lookedAt = new Map(await tellThoseOf(partner, alone))
      },
    )
  }

  async function tellThoseOf(partner: Partner, { lookedAt }: Alone): Promise<[number, string][]> {
    const now = dependencies.telling.now().getTime()
    const absence = JSON.stringify(whoHelps(partner.settings, now, false))
    const standing = ({ lastSeq }: Conversation) => `${lastSeq} ${absence}`
    const since = new Date(now - LOOK_BACK_MS)
    const looked: [number, string][] = []
    for (let after = 0; ; ) {
      const waiting = await waitingSince(database.db, partner.id, since, { after, limit: AT_ONCE })
      const seen = await Promise.all(
        waiting.map((one) => lookedAt.get(one.id) === standing(one) || tell(partner, one)),
      )
      for (const [i, one] of waiting.entries()) if (seen[i]) looked.push([one.id, standing(one)])
      after = waiting.at(-1)?.id ?? after
      if (waiting.length < AT_ONCE) return looked
    }
  }

  /** False where it is to be tried again. */
  async function tell(partner: Partner, conversation: Conversation): Promise<boolean> {
    try {
      await tellNobodyComes(dependencies.telling, partner, conversation)
      return true
    } catch (err) {
      log.error({ err }, "who waits could not be told that nobody is there")
      return false
    }
  }

  return repeat(LOOK_MS, async () => {
    try {
      await look()
    } catch (err) {
      log.error({ err }, "it could not be looked who waits while nobody is there")
    }
    return LOOK_MS
  })
}
