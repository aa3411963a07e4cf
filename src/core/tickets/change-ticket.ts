import { ChatdError } from "../errors.ts"
import type { Partner } from "../partner.ts"
import { storableText } from "../storable-text.ts"
import {
  afterChange,
  type NewChange,
  type SupportTicket,
  type TicketChange,
  type TicketPriority,
  type TicketStatus,
} from "./ticket.ts"
import { changeActor, type TicketActor } from "./ticket-actor.ts"
import { ticketEvent } from "./ticket-event.ts"
import type { TicketPorts, TicketWork } from "./together.ts"

/** In characters. */
export const LONGEST_SUBJECT = 200
/** A ticket that goes to and fro for ever ends somewhere. */
const MOST_CHANGES = 10_000

/** New values; what is absent stays. */
export interface TicketChanges {
  /** The caller's own name for it: a retry changes nothing. */
  clientId?: string | undefined
  status?: TicketStatus | undefined
  priority?: TicketPriority | undefined
  subject?: string | undefined
  /** An agent's number; null: nobody has it. */
  assignee?: number | null | undefined
}

/**
 * Changes what a ticket says of itself. What is so already changes nothing, and is not noted either.
 *
 * @returns the ticket as it is then
 * @throws {ChatdError} `invalid_input` naming `subject` or `assignee`, `not_found`, `too_large`, `conflict` where the
 *   `clientId` named a comment
 */
export async function changeTicket(
  ports: TicketPorts,
  partner: Pick<Partner, "id">,
  ticket: SupportTicket,
  changes: TicketChanges,
  actor: TicketActor,
): Promise<SupportTicket> {
  requireOwner(partner, ticket)
  const subject = changes.subject === undefined ? undefined : shownSubject(changes.subject)
  const { clientId } = changes
  const changed = await ports.together(ticket, async (within) => {
    const first = clientId === undefined ? undefined : await within.changeNamed(actor.id, clientId)
    if (first?.kind === "comment") throw nameTaken()
    if (first) return within.ticket
    const wanted = differing(within.ticket, { ...changes, subject })
    const [next, ...rest] = wanted
    if (!next) return within.ticket
    const assigned = wanted.find(({ kind }) => kind === "assignee")?.to
    if (assigned !== undefined && !(await within.isAgent(Number(assigned))))
      throw new ChatdError("invalid_input", `There is no agent ${assigned} who could have it.`, {
        field: "assignee",
      })
    return writeAndTell(within, actor, [{ ...next, clientId }, ...rest])
  })
  ports.wake()
  return changed
}

/** @throws {ChatdError} `not_found` for another partner's */
export function requireOwner({ id }: Pick<Partner, "id">, { partnerId }: SupportTicket): void {
  if (partnerId !== id) throw new ChatdError("not_found", "There is no such ticket.")
}

/** A client's name for something is a name for something else already. */
export function nameTaken(): ChatdError {
  return new ChatdError("conflict", "This clientId named something else before; use another one.", {
    field: "clientId",
  })
}

/**
 * Writes changes of one actor, and tells the conversation what the customer may know of them.
 *
 * @throws {ChatdError} `too_large` where the ticket's history is full
 */
export async function writeAndTell(
  within: TicketWork,
  actor: TicketActor,
  wanted: readonly Omit<NewChange, "actor">[],
): Promise<SupportTicket> {
  if (within.ticket.lastChange + wanted.length > MOST_CHANGES)
    throw new ChatdError("too_large", "This ticket is full. Open a new one to go on.")
  const { ticket, changes } = await within.write(
    wanted.map((change) => ({ ...change, ...changeActor(actor) })),
  )
  await within.tell(eventsOf(within.ticket, changes, actor))
  return ticket
}

/** Each says how the ticket was after it. */
function eventsOf(before: SupportTicket, changes: readonly TicketChange[], actor: TicketActor) {
  let ticket = before
  return changes.flatMap((change) => {
    ticket = afterChange(ticket, change, change.at)
    return ticketEvent(ticket, change, actor) ?? []
  })
}

/** @throws {ChatdError} `invalid_input` naming `subject` */
export function shownSubject(given: string): string {
  const subject = storableText(given).replaceAll(/\s+/g, " ").trim()
  if (subject === "")
    throw new ChatdError("invalid_input", "subject must not be empty.", { field: "subject" })
  if (subject.length <= LONGEST_SUBJECT) return subject
  throw new ChatdError("invalid_input", `subject must have at most ${LONGEST_SUBJECT} characters.`, {
    field: "subject",
  })
}

function differing(
  ticket: SupportTicket,
  { status, priority, subject, assignee }: TicketChanges,
): Omit<NewChange, "actor">[] {
  return [
    ...change("status", ticket.status, status),
    ...change("priority", ticket.priority, priority),
    ...change("subject", ticket.subject, subject),
    ...change("assignee", ticket.assignee?.toString(), assignee === null ? null : assignee?.toString()),
  ]
}

/** @param to undefined: it stays; null: there is to be none */
function change(
  kind: TicketChange["kind"],
  from: string | undefined,
  to: string | null | undefined,
): Omit<NewChange, "actor">[] {
  if (to === undefined || (to ?? undefined) === from) return []
  return [{ kind, ...(from !== undefined && { from }), ...(to !== null && { to }) }]
}
