import type { TicketPriority, TicketStatus } from "../../../core/tickets/ticket.ts"

/** What the bot says of tickets, bookings and such. `{id}` and its like are filled in. */
export interface Sentences {
  /** `{id}` `{subject}` `{status}` */
  ticket: string
  /** `{name}` `{priority}` */
  assigned: string
  /** `{priority}` */
  unassigned: string
  /** `{ago}` */
  updated: string
  /** `{n}`, from 2 on; a list follows. */
  several: string
  /** `{id}` `{subject}` `{status}` `{ago}` */
  listed: string
  noneOpen: string
  none: string
  /** `{id}`: somebody else's, or nobody's. */
  notYours: string
  booking: string
  account: string
  order: string
  status: Readonly<Record<TicketStatus, string>>
  priority: Readonly<Record<TicketPriority, string>>
}
