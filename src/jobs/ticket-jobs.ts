import type { Config } from "../config/schema.ts"
import type { SupportTicket } from "../core/tickets/ticket.ts"
import type { Freshdesk, FreshdeskTicket } from "../integrations/freshdesk.ts"
import { freshdeskTicket } from "../integrations/freshdesk-ticket.ts"
import type { Mailer } from "../integrations/mail/smtp.ts"
import type { TicketJobs } from "../storage/core-ports.ts"
import type { Database, Db } from "../storage/database.ts"
import { findFailure } from "../storage/repositories/failures.ts"
import { sessionUser } from "../storage/repositories/interactions.ts"
import type { Job } from "../storage/repositories/outbox.ts"
import { type StoredTicket, setExternalId, ticketByUuid } from "../storage/repositories/tickets.ts"
import { FRESHDESK, freshdeskJobs, PRIORITIES, STATUSES } from "./freshdesk-jobs.ts"
import { mailJobsForChange, numberKeys } from "./mail/jobs-for-change.ts"
import type { JobHandler } from "./outbox.ts"

export interface TicketServices {
  freshdesk: Freshdesk | undefined
  mailer: Mailer | undefined
}

/** What follows from a ticket: its copy in Freshdesk and its mails, each if configured. */
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

  return {
    handlers: {
      ...(freshdesk && { freshdesk_ticket: (job: Job) => deliverToFreshdesk(freshdesk, job) }),
    },
    jobsForChange(ticket, change) {
      // Freshdesk writes to its requesters itself.
      const mails =
        mailer && change.actor !== FRESHDESK
          ? mailJobsForChange(ticket, change, config.crm.ticket_wait_ms)
          : []
      return freshdesk ? [...freshdeskJobs(ticket, change), ...mails] : mails
    },
    numberKeys,
    awaitExternalId: (ticket) =>
      freshdesk ? firstOf(waiting, ticket, config.crm.ticket_wait_ms) : Promise.resolve(undefined),
  }
}

/** Those who wait for a ticket's number: a request, and its retry beside it. */
type Waiting = Map<string, Set<(externalId: string) => void>>

/** Resolves with the number as soon as the delivery has it, or with undefined when time is up. */
function firstOf(waiting: Waiting, { uuid }: SupportTicket, patienceMs: number): Promise<string | undefined> {
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

async function freshdeskTicketOf({ db }: Database, ticket: StoredTicket): Promise<FreshdeskTicket> {
  const described = freshdeskTicket({
    subject: ticket.subject,
    question: ticket.description,
    history: transcriptOf(ticket),
    ...(ticket.failureId
      ? await failed(db, ticket.partnerId, ticket.failureId)
      : { key: ticket.uuid, user: ticket.requester }),
  })
  return { ...described, priority: PRIORITIES[ticket.priority], status: STATUSES[ticket.status] }
}

/** Whom a failure is about, and what the bot had said. */
async function failed(db: Db, partnerId: string, failureId: string) {
  const failure = await findFailure(db, partnerId, failureId)
  if (!failure) throw new Error(`Failure ${failureId} does not exist.`)
  const { sessionId, agentId, agentResponse: reply, confidence, reason, user } = failure
  const known = await sessionUser(db, partnerId, sessionId, agentId)
  return { key: failureId, answer: { reply, confidence, reason }, user: { ...known, agentId, ...user } }
}

function transcriptOf(ticket: StoredTicket) {
  const who = { user: ticket.requester.name, assistant: "Assistant" }
  return ticket.transcript.map(({ role, name, content, timestamp }) => ({
    who: name ?? who[role],
    text: content,
    at: timestamp,
  }))
}
