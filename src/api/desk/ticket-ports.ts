import type { FindTicketPorts } from "../../core/tickets/find-ticket.ts"
import type { OpenTicketPorts } from "../../core/tickets/open-ticket.ts"
import type { SupportTicket, TicketChange, TranscriptEntry } from "../../core/tickets/ticket.ts"
import type { TicketFilter } from "../../core/tickets/ticket-filter.ts"
import type { TicketPorts } from "../../core/tickets/together.ts"
import type { DeskFile } from "./protocol.ts"

/** What the desk does with tickets. */
export interface DeskTickets extends TicketPorts, FindTicketPorts, Omit<OpenTicketPorts, "store" | "allow"> {
  /** The newest first. */
  listTickets(partnerId: string, filter: TicketFilter): Promise<SupportTicket[]>
  /** What happened to each, in order, by our ids. */
  changesOf(tickets: readonly SupportTicket[]): Promise<ReadonlyMap<number, TicketChange[]>>
  /** What was said before it. */
  transcriptOf(ticket: SupportTicket): Promise<TranscriptEntry[]>
  /** What came along by mail, with the number of the change that it came with. */
  filesOf(ticket: SupportTicket): Promise<(DeskFile & { seq: number })[]>
  /** By our ids. */
  conversationNumbers(ids: readonly number[]): Promise<ReadonlyMap<number, number>>
}
