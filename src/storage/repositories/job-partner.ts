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
