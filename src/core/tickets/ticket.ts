import type { Priority } from "../conversations/conversation.ts"
import type { CrmPlace } from "../customer.ts"

export type TicketStatus = "open" | "in_progress" | "closed"

export type TicketPriority = Priority

/**
 * Through which door a ticket came: a CRM's failure, the form of a conversation, the customer's own wish, an agent, a mail,
 * a mail that a website's form wrote, or the chatbot's contract.
 */
export type TicketSource = "failure" | "handoff" | "chat" | "desk" | "mail" | "form" | "chatbot"

/** Whom a ticket is answered to. */
export interface Requester {
  name: string
  email: string
  /** The partner's own server says that the address is theirs. */
  emailVouched?: true
  phone?: string
  /** As the partner knows them. */
  customerId?: string
  /** Of a CRM's user. */
  crm?: CrmPlace
}

export interface TranscriptEntry {
  role: "user" | "assistant"
  /** Who said it, where that is known. */
  name?: string
  content: string
  timestamp: string
}

/** Something that somebody waits for, whichever door it came through. */
export interface SupportTicket {
  /** Ours; never shown: it counts everybody's. */
  id: number
  uuid: string
  partnerId: string
  /** Counts the partner's tickets from 1. */
  number: number
  /** What the requester was told or, where that is not settled yet, would be told: our number, or Freshdesk's. */
  reference: string
  referenceIsSettled: boolean
  subject: string
  description: string
  requester: Requester
  priority: TicketPriority
  status: TicketStatus
  /** Number of the agent who has it. */
  assignee?: number
  conversationId?: number
  /** Who may see it in the chat: ours, never shown. A CRM's failures are nobody's. */
  customerId?: number
  failureId?: string
  source: TicketSource
  /** Freshdesk's number, once it has one. */
  externalId?: string
  externalUrl?: string
  /** Number of its newest change. */
  lastChange: number
  createdAt: Date
  updatedAt: Date
  closedAt?: Date
}

/** Who reads a comment: the requester too, or agents only. */
export type Visibility = "public" | "internal"

export type ChangeKind = "created" | "status" | "priority" | "subject" | "assignee" | "comment"

/** What happened to a ticket. */
export interface TicketChange {
  /** Rises by one within the ticket, from 1. */
  seq: number
  at: Date
  /** `agent-2`, `customer`, `operator`, or the system that it came from. */
  actor: string
  /** Who it was in that system, where it is known. */
  actorName?: string
  kind: ChangeKind
  /** Of what was changed; an assignee is their number, and absent where there is none. */
  from?: string
  to?: string
  /** A comment's. */
  text?: string
  visibility?: Visibility
}

/** A change that is to be written. */
export interface NewChange extends Omit<TicketChange, "seq" | "at"> {
  /** Its actor's own name for it: the same is stored once a ticket. */
  clientId?: string | undefined
}

/** A ticket that is to be written. */
export interface NewTicket {
  partnerId: string
  /** Where it was told before there was a ticket. */
  uuid?: string | undefined
  /** What it comes of, whatever that is: the same is one ticket. */
  key: string
  source: TicketSource
  /** Who opens it, as its changes say. */
  actor: string
  /** Made of the description where it is absent. */
  subject?: string | undefined
  description: string
  requester: Requester
  customerId?: number | undefined
  failureId?: string | undefined
  conversationId?: number | undefined
  priority: TicketPriority
  assignee?: number | undefined
  transcript: readonly TranscriptEntry[]
  /** Whether our own number is told at once; else it is settled later, with Freshdesk's if that is there in time. */
  toldAtOnce: boolean
}

/** Our own numbers cannot be taken for Freshdesk's. */
export function ownReference(number: number): string {
  return `T-${number}`
}

const LONGEST_SUBJECT = 120

const characters = new Intl.Segmenter("en", { granularity: "grapheme" })

/** The beginning of a description, as its subject. */
export function subjectOf(description: string): string {
  const line = description.replaceAll(/\s+/g, " ").trim()
  return line.length > LONGEST_SUBJECT ? `${beginning(line, LONGEST_SUBJECT - 1)}…` : line
}

/** Whole characters, as people see them, as long as there is room. */
function beginning(line: string, room: number): string {
  let end = 0
  for (const { index, segment } of characters.segment(line.slice(0, 2 * room))) {
    if (index + segment.length > room) break
    end = index + segment.length
  }
  // A character that is longer than all there is room for is cut.
  return line.slice(0, end || room).toWellFormed()
}

/** Every way in which a ticket's status changes: forth, and back. */
const NEXT: Readonly<Record<TicketStatus, readonly TicketStatus[]>> = {
  open: ["in_progress", "closed"],
  in_progress: ["open", "closed"],
  closed: ["open", "in_progress"],
}

/**
 * The ticket after a change. All of its changes, one after the other, lead from the ticket as it was opened to the ticket as
 * it is.
 *
 * @throws where the change does not go on from where the ticket is
 */
export function afterChange(
  ticket: SupportTicket,
  { kind, to }: Pick<TicketChange, "kind" | "to">,
  at: Date,
): SupportTicket {
  const changed = { ...ticket, lastChange: ticket.lastChange + 1, updatedAt: at }
  if (kind === "status") return withStatus(changed, to as TicketStatus, at)
  if (kind === "priority") return { ...changed, priority: to as TicketPriority }
  if (kind === "subject") return { ...changed, subject: to ?? "" }
  if (kind !== "assignee") return changed
  const { assignee: _, ...unassigned } = changed
  return to === undefined ? unassigned : { ...unassigned, assignee: Number(to) }
}

function withStatus(ticket: SupportTicket, status: TicketStatus, at: Date): SupportTicket {
  if (!NEXT[ticket.status].includes(status))
    throw new Error(`A ticket cannot become ${status} that is ${ticket.status}.`)
  const { closedAt: _, ...open } = ticket
  return status === "closed" ? { ...open, status, closedAt: at } : { ...open, status }
}
