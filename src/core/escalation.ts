import { ChatdError } from "./errors.ts"

/** A question that a person should see: S4's "agent failure". */
export interface FailureReport {
  partnerId: string
  sessionId: string
  agentId: string
  agentType: string
  query: string
  agentResponse: string
  confidence: number
  reason: string
  user: { email: string; name: string; agency: string; office: string }
}

export interface Failure extends FailureReport {
  id: string
  state: "recorded" | "ticketed" | "declined"
  createdAt: Date
}

export interface TranscriptEntry {
  role: "user" | "assistant"
  /** Who said it, where that is known. */
  name?: string
  content: string
  timestamp: string
}

export interface Ticket {
  uuid: string
  number: number
  /** What the requester was told: Freshdesk's number where it was there in time, else our own. */
  reference: string | undefined
  /** Freshdesk's number, once it has one. */
  externalId: string | undefined
}

export interface EscalationPorts {
  /** Stores the report once: the same question of the same session gives the same failure. */
  recordFailure(report: FailureReport, at: Date): Promise<Failure>
  findFailure(partnerId: string, failureId: string): Promise<Failure | undefined>
  /** Turns recorded into declined; false where a ticket exists already. */
  declineFailure(partnerId: string, failureId: string): Promise<boolean>
  /** In one transaction: ticket, delivery to Freshdesk and mail as outbox rows; or the ticket that exists. */
  openTicket(failure: Failure, transcript: readonly TranscriptEntry[], at: Date): Promise<Ticket>
  /** Resolves with Freshdesk's number, or undefined when it did not come in time or there is no Freshdesk. */
  awaitExternalId(ticket: Ticket): Promise<string | undefined>
  /** Fixes, once, what the requester is told; returns what it is. */
  settleReference(ticket: Ticket, reference: string): Promise<string>
}

/** @throws {ChatdError} `not_found` for an id that is absent or another partner's */
async function requireFailure(
  ports: EscalationPorts,
  partnerId: string,
  failureId: string,
): Promise<Failure> {
  const failure = await ports.findFailure(partnerId, failureId)
  if (!failure) throw new ChatdError("not_found", "There is no failure with this id.")
  return failure
}

/**
 * Makes the ticket that the user asked for, once a failure, and returns the number to show them. It never waits
 * for Freshdesk beyond the port's patience, and never fails because of it.
 */
export async function createTicket(
  ports: EscalationPorts,
  partnerId: string,
  failureId: string,
  transcript: readonly TranscriptEntry[],
  at: Date,
): Promise<string> {
  const failure = await requireFailure(ports, partnerId, failureId)
  const ticket = await ports.openTicket(failure, transcript, at)
  if (ticket.reference) return ticket.reference
  const externalId = ticket.externalId ?? (await ports.awaitExternalId(ticket))
  return ports.settleReference(ticket, externalId ?? ownReference(ticket.number))
}

/** Our own numbers cannot be taken for Freshdesk's. */
export function ownReference(number: number): string {
  return `T-${number}`
}

/**
 * Notes that the user wants no ticket.
 *
 * @throws {ChatdError} `conflict` where a ticket was made already
 */
export async function declineTicket(
  ports: EscalationPorts,
  partnerId: string,
  failureId: string,
): Promise<void> {
  await requireFailure(ports, partnerId, failureId)
  if (await ports.declineFailure(partnerId, failureId)) return
  throw new ChatdError("conflict", "A ticket was created for this failure already; it cannot be declined.")
}
