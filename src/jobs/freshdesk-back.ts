import { ChatdError } from "../core/errors.ts"
import { externalName, followExternal } from "../core/tickets/follow-external.ts"
import type { SupportTicket } from "../core/tickets/ticket.ts"
import type { TicketPorts } from "../core/tickets/together.ts"
import { DeliveryError } from "../integrations/delivery-error.ts"
import type { FreshdeskBack, RemoteComment, RemoteTicket } from "../integrations/freshdesk/back.ts"
import type { Logger } from "../log.ts"
import type { Database } from "../storage/database.ts"
import { claimCursor, moveCursor, releaseCursor } from "../storage/repositories/integration-cursors.ts"
import { enqueue, hasOpenJobs } from "../storage/repositories/outbox.ts"
import { changeNames } from "../storage/repositories/ticket-changes.ts"
import { ticketByUuid, ticketsByExternalId } from "../storage/repositories/tickets.ts"
import { changeKeys, FRESHDESK, priorityOf, statusOf } from "./freshdesk-jobs.ts"
import { isOurs } from "./freshdesk-marks.ts"
import { NAMELESS, tellFreshdesk } from "./freshdesk-tell.ts"
import type { JobHandler } from "./outbox.ts"
import { type Repetition, repeat } from "./repeat.ts"
import { askedMs } from "./retry.ts"

/** How far back is read the first time. */
const FIRST_LOOK_MS = 30 * 24 * 3_600_000
/** Freshdesk's list may be a little behind. */
const OVERLAP_MS = 120_000
/** Pages of one look; the next one goes on. */
const MOST_PAGES = 10
/** A ticket that we change at the same moment is read again. */
const MOST_READINGS = 3
/** What ends so many looks one after the other is not Freshdesk, but the one ticket. */
const MOST_STOPS = 3
const NO_STOPS = { at: "", times: 0 }
/** A look that takes longer was that of a server that is gone. */
const LEASE_MS = 120_000
/** Freshdesk's times are whole ones, and whether `since` counts itself it does not say. */
const SECOND_MS = 1_000

/** Of the list of what changed. */
interface Place {
  since: Date
  page: number
}

export interface FreshdeskBackDependencies {
  database: Database
  client: FreshdeskBack
  tickets: TicketPorts
  log: Logger
}

interface PullPayload {
  /** Freshdesk's number. */
  externalId: string
}

/** Tickets' changes to Freshdesk ({@link tellFreshdesk}), and Freshdesk's back. */
export function freshdeskBack({ database, client, tickets, log }: FreshdeskBackDependencies) {
  const { db } = database
  /** When tickets had changed that were taken over: they are not read again. */
  const seen = new Map<string, number>()
  /** The ticket that ended the last looks, and how many of them. */
  let stops = NO_STOPS
  /** Where the next look goes on; undefined where the last one came to the list's end. */
  let place: Place | undefined

  /**
   * Brings a ticket of ours to where its copy is.
   *
   * @returns false where that is to be done again, since something of ours is still on its way there
   */
  async function follow({ uuid }: SupportTicket): Promise<boolean> {
    for (let reading = 0; reading < MOST_READINGS; reading++) {
      const before = await ticketByUuid(db, uuid)
      if (before?.externalId === undefined) return true
      // In this order: what is read there is no older than what was told there.
      const untold = await hasOpenJobs(db, changeKeys(uuid))
      const remote = await client.ticket(before.externalId)
      if (!remote) return true
      const comments = await commentsOf(before, remote.id)
      const ticket = await ticketByUuid(db, uuid)
      if (!ticket) return true
      if (ticket.lastChange !== before.lastChange) continue
      const led = { status: statusOf(remote.status), priority: priorityOf(remote.priority) }
      await followExternal(tickets, { id: ticket.partnerId }, ticket, {
        system: FRESHDESK,
        led: untold ? undefined : led,
        comments,
      })
      return !untold || (led.status === ticket.status && led.priority === ticket.priority)
    }
    throw new DeliveryError("The ticket was changed here all the while.", { retryable: true })
  }

  /** Those that are not here yet: whose they are is asked for them alone. */
  async function commentsOf(ticket: SupportTicket, remoteId: string) {
    const known = await changeNames(db, ticket.id)
    const remote = (await client.comments(remoteId)).filter(
      (comment) => !isOurs(ticket, comment) && !known.has(externalName(FRESHDESK, comment.id)),
    )
    return Promise.all(
      remote.map(async (comment) => ({
        id: comment.id,
        author: comment.incoming
          ? ({ kind: "requester" } as const)
          : ({ kind: "team", name: await teamName(comment) } as const),
        text: withAttachments(comment),
        visibility: comment.private ? ("internal" as const) : ("public" as const),
      })),
    )
  }

  async function teamName({ authorId }: RemoteComment): Promise<string> {
    return (authorId && (await client.agentName(authorId))) || NAMELESS
  }

  const pull: JobHandler = async ({ payload }) => {
    const { externalId } = payload as PullPayload
    try {
      if (!(await followAll(externalId))) throw new Error("What was said here is still on its way there.")
    } catch (error) {
      // What was refused may be allowed by whoever looks after Freshdesk.
      throw new DeliveryError(reasonOf(error), {
        retryable: true,
        ...(error instanceof DeliveryError &&
          error.retryAfterMs !== undefined && { retryAfterMs: error.retryAfterMs }),
        cause: error,
      })
    }
  }

  async function followAll(externalId: string): Promise<boolean> {
    let isDone = true
    for (const ticket of await ticketsByExternalId(db, externalId))
      if (!(await follow(ticket))) isDone = false
    return isDone
  }

  async function pullLater(externalId: string, occasion: string): Promise<void> {
    const at = new Date()
    const payload: PullPayload = { externalId }
    const dedupeKey = `freshdesk-pull:${externalId}:${occasion}`
    await enqueue(db, { kind: "freshdesk_pull", dedupeKey, payload, notBefore: at }, at)
  }

  /**
   * Looks for what changed since the last look.
   *
   * @returns whether there is more
   */
  async function look(now: Date): Promise<boolean> {
    const first = new Date(now.getTime() - FIRST_LOOK_MS)
    const cursor = await claimCursor(db, FRESHDESK, { first, now, leaseMs: LEASE_MS })
    if (!cursor) return false
    try {
      const overlapping = new Date(cursor.getTime() - OVERLAP_MS)
      for (const [id, at] of seen) if (at < overlapping.getTime()) seen.delete(id)
      place ??= { since: overlapping, page: 1 }
      for (let pages = 0; pages < MOST_PAGES; pages++) {
        const { tickets: changed, more } = await client.updatedTickets(place.since, place.page)
        for (const remote of changed) await takeOver(remote)
        const last = changed.at(-1)
        if (last) await moveCursor(db, FRESHDESK, last.updatedAt)
        place = more && last ? placeAfter(place, last.updatedAt) : undefined
        if (!place) return false
      }
      return true
    } finally {
      await releaseCursor(db, FRESHDESK)
    }
  }

  async function takeOver(remote: RemoteTicket): Promise<void> {
    const version = remote.updatedAt.getTime()
    if (seen.get(remote.id) === version) return
    try {
      const isDone = await followAll(remote.id)
      stops = NO_STOPS
      if (!isDone) await pullLater(remote.id, `untold-${version}`)
    } catch (error) {
      stops = { at: remote.id, times: stops.at === remote.id ? stops.times + 1 : 1 }
      if (!isOfOneTicket(error) && stops.times < MOST_STOPS) throw error
      const ticket = remote.id
      log.warn({ ticket, reason: reasonOf(error) }, "a ticket of Freshdesk's cannot be taken over just now")
      await pullLater(remote.id, `left-${version}`)
    }
    seen.set(remote.id, version)
  }

  return {
    handlers: {
      freshdesk_change: tellFreshdesk(database, client),
      freshdesk_pull: pull,
    } satisfies Record<string, JobHandler>,
    look,
    /** Takes a ticket over soon: Freshdesk says that it changed. */
    async changed(externalId: string): Promise<void> {
      await pullLater(externalId, String(Date.now()))
    },
    /** Looks again and again until stopped. */
    startLooking: (everyMs: number): Repetition =>
      repeat(0, () =>
        look(new Date()).then(
          (more) => (more ? 0 : everyMs),
          (error) => {
            log.warn({ reason: reasonOf(error) }, "Freshdesk could not be asked what became of tickets")
            return Math.max(everyMs, askedMs(error) ?? 0)
          },
        ),
      ),
  }
}

/**
 * A ticket that changes while the list is read goes to its end, and those behind it move up: the next page begins at a time. Only
 * what changed all in one second goes on by numbers of pages.
 */
function placeAfter({ since, page }: Place, last: Date): Place {
  const next = new Date(last.getTime() - SECOND_MS)
  return next > since ? { since: next, page: 1 } : { since, page: page + 1 }
}

/** Where Freshdesk or our own rules refuse it: the others must not wait for it. */
function isOfOneTicket(error: unknown): boolean {
  if (error instanceof ChatdError) return true
  return error instanceof DeliveryError && (!error.retryable || error.status === 403)
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function withAttachments({ text, attachments }: RemoteComment): string {
  if (attachments.length === 0) return text
  return `${text}\n\n(${attachments.join(", ")}: in Freshdesk)`.trim()
}
