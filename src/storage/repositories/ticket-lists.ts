import type { SupportTicket, TicketStatus } from "../../core/tickets/ticket.ts"
import type { TicketFilter } from "../../core/tickets/ticket-filter.ts"
import { nextTurn } from "../../next-turn.ts"
import type { Db } from "../database.ts"
import { ticketColumns, ticketOf } from "./tickets.ts"

/** Tickets that are looked through at once. */
const PAGE = 500
const OPEN: TicketStatus[] = ["open", "in_progress"]

/** A partner's tickets that are asked for, the newest first. */
export async function listTickets(
  db: Db,
  partnerId: string,
  { words = [], ...filter }: TicketFilter,
): Promise<SupportTicket[]> {
  if (words.length === 0) return page(db, partnerId, filter)
  const wanted = words.map((word) => word.toLowerCase())
  const found: SupportTicket[] = []
  let { before } = filter
  // Here and not in the database: what people said may be sealed there, and it knows no case beyond ASCII.
  for (;;) {
    const tickets = await page(db, partnerId, { ...filter, before, limit: PAGE })
    found.push(...tickets.filter((ticket) => holds(ticket, wanted)))
    before = tickets.at(-1)?.number
    if (found.length >= filter.limit || tickets.length < PAGE) return found.slice(0, filter.limit)
    await nextTurn()
  }
}

async function page(
  db: Db,
  partnerId: string,
  { view, assignee, before, limit, ...exact }: TicketFilter,
): Promise<SupportTicket[]> {
  let query = ticketColumns(db).where("partner_id", "=", partnerId)
  if (view === "open" || view === "unassigned") query = query.where("status", "in", OPEN)
  if (view === "closed") query = query.where("status", "=", "closed")
  if (view === "unassigned") query = query.where("assignee", "is", null)
  if (assignee !== undefined) query = query.where("assignee", "=", assignee)
  if (before !== undefined) query = query.where("number", "<", before)
  if (exact.status !== undefined) query = query.where("status", "=", exact.status)
  if (exact.priority !== undefined) query = query.where("priority", "=", exact.priority)
  if (exact.customerId !== undefined) query = query.where("customer_id", "=", exact.customerId)
  if (exact.conversationId !== undefined) query = query.where("conversation_id", "=", exact.conversationId)
  const rows = await query.orderBy("number", "desc").limit(limit).execute()
  return rows.map(ticketOf)
}

function holds(ticket: SupportTicket, words: readonly string[]): boolean {
  const { number, reference, externalId = "", subject, description, requester } = ticket
  const text = [`T-${number}`, reference, externalId, subject, description, requester.name, requester.email]
    .join("\n")
    .toLowerCase()
  return words.every((word) => text.includes(word))
}
