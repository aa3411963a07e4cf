import type { NewEvent } from "../conversations/log.ts"
import type { SupportTicket, TicketChange } from "./ticket.ts"
import type { TicketActor } from "./ticket-actor.ts"

/** What a conversation's log says of its ticket. Customers' clients are told all of it. */
export interface TicketEventData {
  /** The number that the customer knows. */
  ticketId: string
  status: SupportTicket["status"]
  change: "created" | "status" | "comment"
  /** Its words. */
  comment?: string
  /** Whose word it is, where an agent has a name. */
  senderName?: string
}

/** The event that tells of a change; undefined for what is none of the customer's business. */
export function ticketEvent(
  ticket: SupportTicket,
  { kind, text, visibility }: Pick<TicketChange, "kind" | "text" | "visibility">,
  { sender, name }: TicketActor,
): NewEvent | undefined {
  if (kind !== "created" && kind !== "status" && kind !== "comment") return undefined
  if (kind === "comment" && visibility !== "public") return undefined
  const data: TicketEventData = {
    ticketId: ticket.reference,
    status: ticket.status,
    change: kind,
    ...(text !== undefined && { comment: text }),
    ...(name !== undefined && { senderName: name }),
  }
  return { type: "ticket", sender, data: { ...data } }
}
