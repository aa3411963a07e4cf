import type { Db } from "../database.ts"
import { conversationById } from "./conversations.ts"
import type { Job } from "./outbox.ts"
import { ticketByUuid } from "./tickets.ts"

/** Whose job it is, by what it holds; undefined where that has gone. */
export async function partnerOfJob(db: Db, { payload }: Job): Promise<string | undefined> {
  const { ticket, conversationId } = payload as { ticket?: unknown; conversationId?: unknown }
  if (typeof ticket === "string") return (await ticketByUuid(db, ticket))?.partnerId
  if (typeof conversationId === "number") return (await conversationById(db, conversationId))?.partnerId
  return undefined
}
