import type { NewEvent } from "../conversations/log.ts"
import type { NewChange, SupportTicket, TicketChange } from "./ticket.ts"

/**
 * Work on a ticket that nobody else writes meanwhile; nor does anybody write its conversation, which is held before it. All
 * of it is stored, with what must follow, or nothing.
 *
 * @throws {ChatdError} `not_found` where the ticket has gone
 */
export type TicketTogether = <T>(
  ticket: Pick<SupportTicket, "id" | "conversationId">,
  work: (within: TicketWork) => Promise<T>,
) => Promise<T>

export interface TicketWork {
  /** As it is now. */
  readonly ticket: SupportTicket
  readonly at: Date
  /** What its actor stored under that name before. */
  changeNamed(actor: string, clientId: string): Promise<TicketChange | undefined>
  /** Whether the partner has such an agent, whose account is open. */
  isAgent(number: number): Promise<boolean>
  /** Writes one change after the other, the ticket's row after them, and the rows of what must follow. */
  write(changes: readonly NewChange[]): Promise<{ ticket: SupportTicket; changes: TicketChange[] }>
  /** Tells the conversation, where there is one. */
  tell(events: readonly NewEvent[]): Promise<void>
}

export interface TicketPorts {
  together: TicketTogether
  /** What was stored is to be delivered. */
  wake(): void
}
