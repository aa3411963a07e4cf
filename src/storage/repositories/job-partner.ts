import type { Db } from "../database.ts"
import { endpointById } from "../webhooks/paused-notice.ts"
import { conversationById } from "./conversations.ts"
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

/** Rows that are looked at in one go. */
const PAGE = 200

/** Removes what is to be told of a partner's conversations, tickets and webhooks: an address may stand in it. */
export async function removeJobsOfPartner(trx: Db, partnerId: string): Promise<void> {
  for (let last = 0; ; ) {
    const rows = await trx
      .selectFrom("outbox")
      .select(["id", "payload"])
      .where("id", ">", last)
      .orderBy("id")
      .limit(PAGE)
      .execute()
    const subjects = rows.map(({ id, payload }) => ({ id, ...(JSON.parse(payload) as Subject) }))
    const theirs = await subjectsOf(trx, partnerId, subjects)
    const ids = subjects.filter((job) => isAbout(job, theirs)).map(({ id }) => id)
    if (ids.length > 0) await trx.deleteFrom("outbox").where("id", "in", ids).execute()
    if (rows.length < PAGE) return
    last = rows.at(-1)?.id ?? last
  }
}

/** What a job may be about. */
interface Subject {
  ticket?: string
  conversationId?: number
  webhookId?: number
}

interface Subjects {
  tickets: ReadonlySet<unknown>
  conversations: ReadonlySet<unknown>
  webhooks: ReadonlySet<unknown>
}

function isAbout(
  { ticket, conversationId, webhookId }: Subject,
  { tickets, conversations, webhooks }: Subjects,
): boolean {
  return tickets.has(ticket) || conversations.has(conversationId) || webhooks.has(webhookId)
}

/** Those of them that are the partner's. */
async function subjectsOf(trx: Db, partnerId: string, subjects: readonly Subject[]): Promise<Subjects> {
  const uuids = subjects.flatMap(({ ticket }) => ticket ?? [])
  const conversationIds = subjects.flatMap(({ conversationId }) => conversationId ?? [])
  const webhookIds = subjects.flatMap(({ webhookId }) => webhookId ?? [])
  const among = (table: "conversation" | "webhook_endpoint", ids: readonly number[]) =>
    ids.length === 0
      ? []
      : trx
          .selectFrom(table)
          .select("id")
          .where("partner_id", "=", partnerId)
          .where("id", "in", ids)
          .execute()
  const tickets =
    uuids.length === 0
      ? []
      : await trx
          .selectFrom("ticket")
          .select("uuid")
          .where("partner_id", "=", partnerId)
          .where("uuid", "in", uuids)
          .execute()
  return {
    tickets: new Set(tickets.map(({ uuid }) => uuid)),
    conversations: new Set((await among("conversation", conversationIds)).map(({ id }) => id)),
    webhooks: new Set((await among("webhook_endpoint", webhookIds)).map(({ id }) => id)),
  }
}
