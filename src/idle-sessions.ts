import { endIdle } from "./core/conversations/change-status.ts"
import type { ConversationLog } from "./core/conversations/log.ts"
import { unansweredMs } from "./core/conversations/session.ts"
import type { Partner } from "./core/partner.ts"
import { eachPartner } from "./jobs/each-partner.ts"
import { type Repetition, repeat } from "./jobs/repeat.ts"
import type { Logger } from "./log.ts"
import type { Database } from "./storage/database.ts"
import { quietConversations } from "./storage/repositories/conversations.ts"

/** How often sessions are looked at that may have ended. */
const LOOK_MS = 5_000
/** Sessions ended in one look. */
const MOST_ENDED = 500

export interface IdleSessionDependencies {
  database: Database
  conversations: ConversationLog
  partners(): Promise<readonly Partner[]>
  log: Pick<Logger, "error">
}

/** Ends sessions in which nothing has been said for as long as their partner allows. */
export function endIdleSessions(dependencies: IdleSessionDependencies): Repetition {
  const { partners, log } = dependencies
  return repeat(LOOK_MS, async () => {
    try {
      await eachPartner(await partners(), (partner) => endThoseOf(partner, dependencies))
    } catch (err) {
      log.error({ err }, "idle sessions could not be looked for")
    }
    return LOOK_MS
  })
}

async function endThoseOf(
  { id, settings }: Partner,
  { database, conversations, log }: IdleSessionDependencies,
): Promise<void> {
  const { idleSeconds } = settings.session
  const before = (ms: number) => new Date(Date.now() - ms)
  const quietSince = { since: before(idleSeconds * 1000), unanswered: before(unansweredMs(idleSeconds)) }
  const quiet = await quietConversations(database.db, id, quietSince, MOST_ENDED)
  const ended = await Promise.allSettled(quiet.map((one) => endIdle(conversations, one, idleSeconds)))
  const failed = ended.find((one) => one.status === "rejected")
  if (failed) log.error({ err: failed.reason }, "idle sessions could not be ended")
}
