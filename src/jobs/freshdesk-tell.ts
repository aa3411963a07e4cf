import { agentNumber } from "../core/conversations/senders.ts"
import { isExternal } from "../core/tickets/follow-external.ts"
import type { SupportTicket, TicketChange } from "../core/tickets/ticket.ts"
import { DeliveryError } from "../integrations/delivery-error.ts"
import type { FreshdeskBack } from "../integrations/freshdesk/back.ts"
import { escapeHtml } from "../integrations/html.ts"
import type { Database } from "../storage/database.ts"
import { agentByNumber } from "../storage/repositories/agents.ts"
import { enqueue, type Job, jobByKey } from "../storage/repositories/outbox.ts"
import { changeName, changesOf } from "../storage/repositories/ticket-changes.ts"
import { ticketByUuid } from "../storage/repositories/tickets.ts"
import {
  creationJob,
  FRESHDESK,
  type FreshdeskChangePayload,
  PRIORITIES,
  priorityOf,
  STATUSES,
  statusOf,
} from "./freshdesk-jobs.ts"
import { markOf } from "./freshdesk-marks.ts"
import type { JobHandler } from "./outbox.ts"

/** Until somebody has seen to a ticket that Freshdesk would not have, nobody needs to ask often. */
const AFTER_GIVEN_UP_MS = 3_600_000
/** Whose name is not known. */
export const NAMELESS = "Support"

/** What tells Freshdesk of a ticket's change. */
export function tellFreshdesk({ db }: Database, client: FreshdeskBack): JobHandler {
  return async (job) => {
    const { ticket: uuid, change: seq } = job.payload as FreshdeskChangePayload
    const ticket = await ticketByUuid(db, uuid)
    const change = ticket && (await changesOf(db, ticket.id)).find((one) => one.seq === seq)
    if (!ticket || !change) return
    if (isExternal(await changeName(db, ticket.id, seq), FRESHDESK)) return
    if (ticket.externalId === undefined) throw await notThereYet(ticket)
    if (change.kind === "comment") await addComment(ticket, ticket.externalId, change, job)
    else await bringUpToDate(ticket, ticket.externalId, change)
  }

  /** Sees to it that the ticket gets there: one from before Freshdesk was configured was never told of. */
  async function notThereYet({ uuid }: SupportTicket): Promise<DeliveryError> {
    const now = new Date()
    const creation = creationJob(uuid, now)
    const found = await jobByKey(db, creation.dedupeKey)
    if (!found) await enqueue(db, creation, now)
    if (found?.state !== "dead")
      return new DeliveryError("Freshdesk does not have this ticket yet.", { retryable: true })
    const reason = `Freshdesk does not have this ticket: it was given up (job ${found.id}).`
    return new DeliveryError(reason, { retryable: true, retryAfterMs: AFTER_GIVEN_UP_MS })
  }

  async function addComment(
    ticket: SupportTicket,
    remoteId: string,
    change: TicketChange,
    { attempts }: Job,
  ): Promise<void> {
    const mark = markOf(ticket, change.seq)
    if (attempts > 1 && (await client.comments(remoteId)).some(({ text }) => text.endsWith(mark))) return
    const who = change.actor === "customer" ? ticket.requester.name : await nameOf(ticket, change)
    await client.addNote(remoteId, {
      html: `<p><b>${escapeHtml(who)}</b></p><p>${escapeHtml(change.text ?? "")}</p><p>${mark}</p>`,
      private: change.visibility !== "public",
      incoming: change.actor === "customer",
    })
  }

  async function nameOf({ partnerId }: SupportTicket, { actor }: TicketChange): Promise<string> {
    const number = agentNumber(actor)
    const agent = number === undefined ? undefined : await agentByNumber(db, partnerId, number)
    return agent ? agent.name : NAMELESS
  }

  /** What was changed, as it is now: what comes late does not go back. The rest may have been changed there meanwhile. */
  async function bringUpToDate(
    { status, priority }: SupportTicket,
    remoteId: string,
    { kind }: TicketChange,
  ): Promise<void> {
    const remote = await client.ticket(remoteId)
    if (!remote)
      throw new DeliveryError(`Freshdesk has no ticket ${remoteId} any more.`, { retryable: false })
    if (kind === "status" && statusOf(remote.status) !== status)
      await client.change(remoteId, { status: STATUSES[status] })
    if (kind === "priority" && priorityOf(remote.priority) !== priority)
      await client.change(remoteId, { priority: PRIORITIES[priority] })
  }
}
