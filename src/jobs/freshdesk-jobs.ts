import type { SupportTicket, TicketChange, TicketPriority, TicketStatus } from "../core/tickets/ticket.ts"
import type { NewJob } from "../storage/repositories/outbox.ts"

/** What changes that came from there say of their actor. */
export const FRESHDESK = "freshdesk"

/** Our words in Freshdesk's numbers. */
export const PRIORITIES = { low: 1, medium: 2, high: 3, urgent: 4 } as const satisfies Record<
  TicketPriority,
  number
>
export const STATUSES = { open: 2, in_progress: 3, closed: 5 } as const satisfies Record<TicketStatus, number>

/** What an account makes up beyond Freshdesk's own is somewhere on the way. */
export function statusOf(number: number): TicketStatus {
  if (number === 2) return "open"
  return number === 4 || number === 5 ? "closed" : "in_progress"
}

export function priorityOf(number: number): TicketPriority {
  if (number <= 1) return "low"
  if (number === 2) return "medium"
  return number === 3 ? "high" : "urgent"
}

/** Of a job that tells Freshdesk of a change. */
export interface FreshdeskChangePayload {
  ticket: string
  /** Number of the change. */
  change: number
}

/** What begins the names of all jobs that tell Freshdesk of a ticket's changes. */
export function changeKeys(uuid: string): string {
  return `freshdesk-change:${uuid}:`
}

/** Makes the ticket's copy in Freshdesk; a ticket has one. */
export function creationJob(uuid: string, notBefore: Date): NewJob {
  return { kind: "freshdesk_ticket", dedupeKey: `freshdesk:${uuid}`, payload: { ticket: uuid }, notBefore }
}

/** What Freshdesk must be told of a change; nothing of what came from there. */
export function freshdeskJobs({ uuid }: SupportTicket, change: TicketChange): NewJob[] {
  const { kind, actor, at, seq } = change
  if (kind === "created") return [creationJob(uuid, at)]
  if (actor === FRESHDESK || (kind !== "status" && kind !== "priority" && kind !== "comment")) return []
  const payload: FreshdeskChangePayload = { ticket: uuid, change: seq }
  return [{ kind: "freshdesk_change", dedupeKey: `${changeKeys(uuid)}${seq}`, payload, notBefore: at }]
}
