import { agentName, agentNumber } from "../../core/conversations/senders.ts"
import type { SupportTicket, TicketChange, TicketPriority, TicketStatus } from "../../core/tickets/ticket.ts"

/** A ticket as its customer sees it. */
export interface ChatTicket {
  id: string
  subject: string
  status: TicketStatus
  priority: TicketPriority
  createdAt: string
  updatedAt: string
  closedAt: string | null
}

export interface ChatTicketDetail extends ChatTicket {
  description: string
  history: ChatTicketChange[]
}

/** What happened, as far as it is the customer's business. */
export interface ChatTicketChange {
  seq: number
  at: string
  kind: "created" | "status" | "comment"
  by: { kind: "customer" | "agent" | "system"; name?: string }
  status?: TicketStatus
  text?: string
}

export function ticketReply(ticket: SupportTicket): ChatTicket {
  return {
    id: ticket.reference,
    subject: ticket.subject,
    status: ticket.status,
    priority: ticket.priority,
    createdAt: ticket.createdAt.toISOString(),
    updatedAt: ticket.updatedAt.toISOString(),
    closedAt: ticket.closedAt?.toISOString() ?? null,
  }
}

/** Undefined for what agents keep to themselves. */
export function publicChange(
  { requester }: SupportTicket,
  { seq, at, actor, actorName, kind, to, text, visibility }: TicketChange,
  agents: ReadonlyMap<number, string>,
): ChatTicketChange | undefined {
  if (kind !== "created" && kind !== "status" && kind !== "comment") return undefined
  if (kind === "comment" && visibility !== "public") return undefined
  return {
    seq,
    at: at.toISOString(),
    kind,
    by: byOf({ actor, actorName }, requester.name, agents),
    ...(kind === "status" && { status: to as TicketStatus }),
    ...(text !== undefined && { text }),
  }
}

function byOf(
  { actor, actorName }: Pick<TicketChange, "actor" | "actorName">,
  own: string,
  agents: ReadonlyMap<number, string>,
): ChatTicketChange["by"] {
  if (actor === "customer") return { kind: "customer", name: own }
  const number = agentNumber(actor)
  if (number !== undefined) return { kind: "agent", name: agentName(number, agents.get(number)) }
  if (actorName !== undefined) return { kind: "agent", name: actorName }
  return { kind: actor === "operator" ? "agent" : "system" }
}
