import type { SupportTicket, TicketChange } from "../../core/tickets/ticket.ts"
import type { NewJob } from "../../storage/repositories/outbox.ts"

/** Extra time for the request that makes a ticket to settle its number before the mail goes out without it. */
const CONFIRMATION_SLACK_MS = 10_000

/** What an outbox row of a mail about a ticket says. */
export interface TicketPayload {
  ticket: string
}

export interface ChangePayload extends TicketPayload {
  /** Number of the change that the mail tells of. */
  change: number
}

function confirmationKey(ticketUuid: string): string {
  return `confirmation:${ticketUuid}`
}

function teamKey(ticketUuid: string): string {
  return `team:${ticketUuid}`
}

/** Keys of the mails that tell a ticket's number, and wait for it. */
export function numberKeys(ticketUuid: string): string[] {
  return [confirmationKey(ticketUuid), teamKey(ticketUuid)]
}

/**
 * The mails that follow from a ticket's change; its opening is one. What tells its number is held back until that is settled.
 *
 * @param ticketWaitMs how long a number of Freshdesk's is waited for
 */
export function mailJobsForChange(
  ticket: SupportTicket,
  change: TicketChange,
  ticketWaitMs: number,
): NewJob[] {
  const { uuid, referenceIsSettled } = ticket
  const now = change.at.getTime()
  if (change.kind === "created") {
    const notBefore = new Date(now + (referenceIsSettled ? 0 : ticketWaitMs + CONFIRMATION_SLACK_MS))
    const payload: TicketPayload = { ticket: uuid }
    return [
      { kind: "ticket_confirmation", dedupeKey: confirmationKey(uuid), payload, notBefore },
      { kind: "ticket_team_mail", dedupeKey: teamKey(uuid), payload, notBefore },
    ]
  }
  // Whoever did it knows.
  if (change.actor === "customer") return []
  const payload: ChangePayload = { ticket: uuid, change: change.seq }
  const row = { payload, notBefore: change.at }
  if (change.kind === "status")
    return [{ kind: "ticket_status_mail", dedupeKey: `ticket-status:${uuid}:${change.seq}`, ...row }]
  if (change.kind === "comment" && change.visibility === "public")
    return [{ kind: "ticket_comment_mail", dedupeKey: `ticket-comment:${uuid}:${change.seq}`, ...row }]
  return []
}
