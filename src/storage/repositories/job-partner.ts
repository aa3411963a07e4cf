import type { Db } from "../database.ts"
import { endpointById } from "../webhooks/paused-notice.ts"
import { conversationById } from "./conversations.ts"
import { pagesOfJobs, subjectsThere } from "./job-subjects.ts"
import type { Job } from "./outbox.ts"
import { ticketByUuid } from "./tickets.ts"

/** Whose job it is, by what it holds; undefined where that has gone. */
export async function partnerOfJob(db: Db, { payload }: Job): Promise<string | undefined> {
  const { ticket, conversationId, webhookId } = payload as Record<string, unknown>
  if (typeof ticket === "string") return (await ticketByUuid(db, ticket))?.partnerId
  if (typeof conversationId === "number") return (await conversationById(db, conversationId))?.partnerId
  if (typeof webhookId === "number") return (await endpointById(db, webhookId))?.partnerId
  return undefined
}

/** Removes what is to be told of a partner's conversations, tickets and webhooks: an address may stand in it. */
export async function removeJobsOfPartner(trx: Db, partnerId: string): Promise<void> {
  for await (const jobs of pagesOfJobs(trx)) {
    const isTheirs = await subjectsThere(
      trx,
      jobs.map(({ subject }) => subject),
      partnerId,
    )
    const ids = jobs.flatMap(({ id, subject }) => (subject && isTheirs(subject) ? id : []))
    if (ids.length > 0) await trx.deleteFrom("outbox").where("id", "in", ids).execute()
  }
}
