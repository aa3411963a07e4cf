import type { CrmUser } from "./customer.ts"
import { ChatdError } from "./errors.ts"
import type { NewTicket, SupportTicket, TranscriptEntry } from "./tickets/ticket.ts"
import { wishedAbout } from "./tickets/wished-about.ts"

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

export interface EscalationPorts {
  /** Stores the report once: the same question of the same session gives the same failure. */
  recordFailure(report: FailureReport, at: Date): Promise<Failure>
  findFailure(partnerId: string, failureId: string): Promise<Failure | undefined>
  /** What its session knows of it. */
  contextOf(failure: Failure): Promise<FailureContext>
  /** Turns recorded into declined; false where a ticket exists already. */
  declineFailure(partnerId: string, failureId: string): Promise<boolean>
  /** In one transaction: ticket, delivery to Freshdesk and mail as outbox rows; or the ticket that exists. */
  openTicket(failure: Failure, ticket: NewTicket, at: Date): Promise<SupportTicket>
  /** Resolves with Freshdesk's number, or undefined when it did not come in time or there is no Freshdesk. */
  awaitExternalId(ticket: SupportTicket): Promise<string | undefined>
  /** Fixes, once, what the requester is told; returns what it is. */
  settleReference(ticket: SupportTicket, reference: string): Promise<string>
}

export interface FailureContext {
  /** As the CRM described them when they asked; undefined where nobody asked in that session. */
  user: CrmUser | undefined
  /** The question without an answer that a wish for a person came right after, be it a mere "yes". */
  questionBefore: string | undefined
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
 *
 * @throws {ChatdError} `not_found`
 * @throws {ChatdError} `rate_limited`
 */
export async function createTicket(
  ports: EscalationPorts & {
    /**
     * Asked before a new ticket; a retry costs nobody anything.
     *
     * @throws {ChatdError} `rate_limited` where it is one too many
     */
    allow(recipient: string): void
    /** Whether who calls knows that the user's address is theirs: the CRM's own server. */
    vouches: boolean
  },
  partnerId: string,
  failureId: string,
  transcript: readonly TranscriptEntry[],
  at: Date,
): Promise<string> {
  const failure = await requireFailure(ports, partnerId, failureId)
  if (failure.state !== "ticketed") ports.allow(failure.user.email)
  const context = await ports.contextOf(failure)
  const wanted = ticketOfFailure(failure, context, transcript)
  const requester = { ...wanted.requester, ...(ports.vouches && { emailVouched: true as const }) }
  const ticket = await ports.openTicket(failure, { ...wanted, requester }, at)
  if (ticket.referenceIsSettled) return ticket.reference
  const externalId = ticket.externalId ?? (await ports.awaitExternalId(ticket))
  return ports.settleReference(ticket, externalId ?? ticket.reference)
}

/** It is nobody's in the chat: whoever the CRM says that they are has proven nothing there. */
export function ticketOfFailure(
  failure: Failure,
  { user: known, questionBefore }: FailureContext,
  transcript: readonly TranscriptEntry[],
): NewTicket {
  const { partnerId, id: failureId, query, agentId, user } = failure
  const { name, email, agency, office } = user
  const { phone, company, division, userType } = known ?? {}
  return {
    partnerId,
    key: `failure:${failureId}`,
    source: "failure",
    actor: "customer",
    failureId,
    ...wishedAbout(questionBefore, query),
    requester: {
      name,
      email,
      ...(phone && { phone }),
      crm: {
        agentId,
        agency,
        office,
        ...(company && { company }),
        ...(division && { division }),
        ...(userType && { userType }),
      },
    },
    priority: "medium",
    transcript,
    toldAtOnce: false,
  }
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
