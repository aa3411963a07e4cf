import type { Config } from "../config/schema.ts"
import { ownReference, type Ticket } from "../core/escalation.ts"
import type { Freshdesk } from "../integrations/freshdesk.ts"
import { freshdeskTicket } from "../integrations/freshdesk-ticket.ts"
import type { Mailer } from "../integrations/mail/smtp.ts"
import { ticketConfirmation } from "../integrations/mail/ticket-confirmation.ts"
import type { TicketJobs } from "../storage/core-ports.ts"
import type { Database } from "../storage/database.ts"
import { sessionUser } from "../storage/repositories/interactions.ts"
import type { Job, NewJob } from "../storage/repositories/outbox.ts"
import {
  findFailure,
  type StoredTicket,
  setExternalId,
  settleReference,
  ticketByUuid,
} from "../storage/repositories/tickets.ts"
import type { JobHandler } from "./outbox.ts"

/** Extra time for the request that makes a ticket to settle its number before the mail goes out without it. */
const CONFIRMATION_SLACK_MS = 10_000
const FRESHDESK_MEDIUM = 2

export interface TicketServices {
  freshdesk: Freshdesk | undefined
  mailer: Mailer | undefined
}

/** What follows from a ticket: its copy in Freshdesk and the requester's confirmation, each if configured. */
export function ticketJobs(
  database: Database,
  config: Config,
  { freshdesk, mailer }: TicketServices,
): Omit<TicketJobs, "wake"> & { handlers: Record<string, JobHandler> } {
  const waiting: Waiting = new Map()

  async function deliverToFreshdesk(client: Freshdesk, job: Job): Promise<void> {
    const ticket = await requireTicket(database, job)
    const created = await client.createTicket(await freshdeskTicketOf(database, ticket), {
      firstAttempt: job.attempts === 1,
    })
    await setExternalId(database.db, ticket.uuid, created.id, created.url, new Date())
    for (const tell of waiting.get(ticket.uuid) ?? []) tell(created.id)
  }

  async function confirm(client: Mailer, job: Job): Promise<void> {
    const ticket = await requireTicket(database, job)
    const failure = await findFailure(database.db, ticket.partnerId, ticket.failureId)
    const reference = await settleReference(
      database.db,
      ticket.uuid,
      ticket.externalId ?? ownReference(ticket.number),
    )
    await client.sendMail(
      ticketConfirmation({
        ...ticket.requester,
        ticketId: reference,
        question: failure?.query ?? ticket.subject,
        transcript: transcriptOf(ticket),
        messageId: `<ticket-${ticket.uuid}@chatd>`,
      }),
    )
  }

  return {
    handlers: {
      ...(freshdesk && { freshdesk_ticket: (job: Job) => deliverToFreshdesk(freshdesk, job) }),
      ...(mailer && { ticket_confirmation: (job: Job) => confirm(mailer, job) }),
    },
    jobsFor(uuid) {
      const payload = { ticket: uuid }
      const now = Date.now()
      const held = new Date(now + config.crm.ticket_wait_ms + CONFIRMATION_SLACK_MS)
      const jobs: NewJob[] = []
      if (freshdesk) {
        jobs.push({
          kind: "freshdesk_ticket",
          dedupeKey: `freshdesk:${uuid}`,
          payload,
          notBefore: new Date(now),
        })
      }
      if (mailer) {
        jobs.push({ kind: "ticket_confirmation", dedupeKey: confirmationKey(uuid), payload, notBefore: held })
      }
      return jobs
    },
    confirmationKey,
    awaitExternalId: (ticket) =>
      freshdesk ? firstOf(waiting, ticket, config.crm.ticket_wait_ms) : Promise.resolve(undefined),
  }
}

function confirmationKey(ticketUuid: string): string {
  return `confirmation:${ticketUuid}`
}

/** Those who wait for a ticket's number: a request, and its retry beside it. */
type Waiting = Map<string, Set<(externalId: string) => void>>

/** Resolves with the number as soon as the delivery has it, or with undefined when time is up. */
function firstOf(waiting: Waiting, { uuid }: Ticket, patienceMs: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const finish = (externalId: string | undefined) => {
      clearTimeout(timer)
      others.delete(finish)
      if (others.size === 0) waiting.delete(uuid)
      resolve(externalId)
    }
    const timer = setTimeout(() => finish(undefined), patienceMs)
    const others = waiting.get(uuid) ?? new Set()
    waiting.set(uuid, others.add(finish))
  })
}

async function requireTicket({ db }: Database, job: Job): Promise<StoredTicket> {
  const { ticket: uuid } = job.payload as { ticket: string }
  const ticket = await ticketByUuid(db, uuid)
  if (!ticket) throw new Error(`Ticket ${uuid} of job ${job.id} does not exist.`)
  return ticket
}

async function freshdeskTicketOf({ db }: Database, ticket: StoredTicket) {
  const failure = await findFailure(db, ticket.partnerId, ticket.failureId)
  if (!failure) throw new Error(`Failure ${ticket.failureId} of ticket ${ticket.uuid} does not exist.`)
  const known = await sessionUser(db, failure.partnerId, failure.sessionId, failure.agentId)
  const described = freshdeskTicket({
    failureId: failure.id,
    question: failure.query,
    reply: failure.agentResponse,
    confidence: failure.confidence,
    reason: failure.reason,
    user: { ...known, agentId: failure.agentId, ...failure.user },
    history: transcriptOf(ticket),
  })
  return { ...described, priority: FRESHDESK_MEDIUM, tags: ["chatd"] } as const
}

function transcriptOf(ticket: StoredTicket) {
  const who = { user: ticket.requester.name, assistant: "Assistant" }
  return ticket.transcript.map(({ role, content, timestamp }) => ({
    who: who[role],
    text: content,
    at: timestamp,
  }))
}
