import type { WebhookContents } from "../../core/webhooks/contents.ts"
import type { Delivery } from "../../core/webhooks/delivery.ts"
import { conversationOf, eventOf } from "../conversations/rows.ts"
import type { Db } from "../database.ts"
import { changesOf } from "../repositories/ticket-changes.ts"
import { ticketColumns, ticketOf } from "../repositories/tickets.ts"

/** Undefined where it has been erased. */
export function contentsOf(db: Db, delivery: Delivery): Promise<WebhookContents | undefined> {
  return delivery.subject === "ticket" ? ticketContents(db, delivery) : conversationContents(db, delivery)
}

async function conversationContents(
  db: Db,
  { subjectId, seq }: Delivery,
): Promise<WebhookContents | undefined> {
  const row = await db
    .selectFrom("conversation_event")
    .selectAll()
    .where("conversation_id", "=", subjectId)
    .where("seq", "=", seq)
    .executeTakeFirst()
  const conversation = await db
    .selectFrom("conversation")
    .innerJoin("customer", "customer.id", "conversation.customer_id")
    .selectAll("conversation")
    .select("customer.external_id")
    .where("conversation.id", "=", subjectId)
    .executeTakeFirst()
  if (!row || !conversation) return undefined
  return {
    of: "conversation",
    conversation: conversationOf(conversation),
    customerId: conversation.external_id,
    event: eventOf(row),
  }
}

async function ticketContents(db: Db, { subjectId, seq }: Delivery): Promise<WebhookContents | undefined> {
  const row = await ticketColumns(db).where("id", "=", subjectId).executeTakeFirst()
  const change = (await changesOf(db, subjectId)).find((one) => one.seq === seq)
  if (!row || !change) return undefined
  const ticket = ticketOf(row)
  const conversation =
    ticket.conversationId === undefined
      ? undefined
      : await db
          .selectFrom("conversation")
          .select("number")
          .where("id", "=", ticket.conversationId)
          .executeTakeFirst()
  return { of: "ticket", ticket, change, conversationNumber: conversation?.number }
}
