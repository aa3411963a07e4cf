import type { TicketPriority, TicketStatus } from "./ticket.ts"

/** `open`: not closed. `unassigned`: that, and nobody has it. */
export type TicketView = "open" | "unassigned" | "closed" | "all"

/** Which of a partner's tickets are asked for. */
export interface TicketFilter {
  view: TicketView
  status?: TicketStatus | undefined
  priority?: TicketPriority | undefined
  /** An agent's number. */
  assignee?: number | undefined
  /** Ours. */
  customerId?: number | undefined
  /** Ours. */
  conversationId?: number | undefined
  /** All of them must be in its number, subject, description or requester. */
  words?: readonly string[] | undefined
  /** Older than the one of this number. */
  before?: number | undefined
  limit: number
}
