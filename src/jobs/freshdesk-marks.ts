import type { SupportTicket } from "../core/tickets/ticket.ts"
import type { RemoteComment } from "../integrations/freshdesk/back.ts"

/** Ends what we write there, so that it is known again. */
export function markOf({ uuid }: SupportTicket, seq: number): string {
  return `chatd ${uuid.slice(0, 8)}.${seq}`
}

/** Whether a comment there is one that we wrote. A reply is somebody else's, whatever it ends with. */
export function isOurs(ticket: SupportTicket, { note, text }: RemoteComment): boolean {
  const seq = Number(/chatd [0-9a-f]{8}\.(\d+)$/.exec(text)?.[1])
  return note && text.endsWith(markOf(ticket, seq)) && seq <= ticket.lastChange
}
