import { noticeOf } from "../../core/mail/mail-text.ts"
import { takeIntoConversation } from "../../core/mail/take-into-conversation.ts"
import { commentOnTicket } from "../../core/tickets/comment-on-ticket.ts"
import { systemActor } from "../../core/tickets/ticket-actor.ts"
import { DeliveryError } from "../../integrations/delivery-error.ts"
import type { OnCommitted } from "../../storage/conversations/batching-log.ts"
import type { TicketJobs } from "../../storage/core-ports.ts"
import type { Database, Db } from "../../storage/database.ts"
import { conversationMailPorts } from "../../storage/mail-ports.ts"
import { conversationById } from "../../storage/repositories/conversations.ts"
import { customerById } from "../../storage/repositories/customers.ts"
import type { Job } from "../../storage/repositories/outbox.ts"
import { partnerById } from "../../storage/repositories/partners.ts"
import type { NoticePayload } from "../../storage/repositories/reply-notices.ts"
import { ticketByUuid } from "../../storage/repositories/tickets.ts"
import { ticketPorts } from "../../storage/ticket-ports.ts"
import type { TicketPayload } from "./jobs-for-change.ts"

export interface UndeliveredMails {
  database: Database
  onCommitted: OnCommitted
  tickets: Pick<TicketJobs, "jobsForChange" | "wake">
  /** Stores that the job is given up. */
  settle(db: Db): Promise<void>
}

const ABOUT_TICKETS: ReadonlySet<string> = new Set([
  "ticket_confirmation",
  "ticket_status_mail",
  "ticket_comment_mail",
])

/**
 * A mail to a customer that nobody tries to send any more: agents are told where they wrote it, as they are where a mail system
 * sends it back. Our own server may say at once what others say in a mail.
 *
 * @returns whether it was stored, and with it that the job is given up
 */
export async function tellUndelivered(to: UndeliveredMails, job: Job, error: unknown): Promise<boolean> {
  if (!(error instanceof DeliveryError)) return false
  const { message: reason } = error
  if (ABOUT_TICKETS.has(job.kind)) return tellOnTicket(to, job, reason)
  return job.kind === "reply_mail" && tellInConversation(to, job, reason)
}

async function tellOnTicket(
  { database, onCommitted, tickets, settle }: UndeliveredMails,
  job: Job,
  reason: string,
): Promise<boolean> {
  const ticket = await ticketByUuid(database.db, (job.payload as TicketPayload).ticket)
  const partner = ticket && (await partnerById(database.db, ticket.partnerId))
  if (!ticket || !partner) return false
  const text = noticeOf({ kind: "bounce", recipient: ticket.requester.email, reason })
  if (text === undefined) return false
  const notice = { clientId: `undelivered-${job.id}`, text, visibility: "internal" } as const
  const ports = ticketPorts(database, onCommitted, tickets, settle)
  await commentOnTicket(ports, partner, ticket, notice, systemActor("mail"))
  return true
}

async function tellInConversation(
  { database, onCommitted, settle }: UndeliveredMails,
  job: Job,
  reason: string,
): Promise<boolean> {
  const { db } = database
  const conversation = await conversationById(db, (job.payload as NoticePayload).conversationId)
  const customer = conversation && (await customerById(db, conversation.customerId))
  const partner = conversation && (await partnerById(db, conversation.partnerId))
  if (!conversation || !customer || !partner) return false
  const content = { kind: "bounce", recipient: customer.email, reason } as const
  const ports = conversationMailPorts(database, onCommitted, settle)
  await takeIntoConversation(ports, { partner, conversation, customer }, content)
  return true
}
