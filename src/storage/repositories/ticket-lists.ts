import type { Selectable, SelectQueryBuilder } from "kysely"
import type { SupportTicket, TicketStatus } from "../../core/tickets/ticket.ts"
import type { TicketFilter } from "../../core/tickets/ticket-filter.ts"
import { asInAddresses } from "../../email-address.ts"
import { nextTurn } from "../../next-turn.ts"
import type { Db } from "../database.ts"
import type { Schema, TicketTable } from "../schema.ts"
import { ticketColumns, ticketOf } from "./tickets.ts"

/** Tickets that are looked through at once: of sealed ones, which are opened for it, so many take a moment. */
const PAGE = 100
/** What is looked through. */
const SEARCHED = [
  "id",
  "number",
  "reference",
  "external_id",
  "subject",
  "description",
  "requester",
] as const satisfies readonly (keyof TicketTable)[]
const OPEN: TicketStatus[] = ["open", "in_progress"]

type SearchedRow = Pick<Selectable<TicketTable>, (typeof SEARCHED)[number]>

/** A partner's tickets that are asked for, the newest first. */
export async function listTickets(
  db: Db,
  partnerId: string,
  { words = [], ...filter }: TicketFilter,
): Promise<SupportTicket[]> {
  if (words.length === 0) {
    const rows = await pageOf(ticketColumns(db), partnerId, filter).execute()
    return rows.map(ticketOf)
  }
  const wanted = words.map((word) => [word.toLowerCase(), asInAddresses(word).toLowerCase()])
  const found: number[] = []
  let { before } = filter
  // Here and not in the database: what people said may be sealed there, and it knows no case beyond ASCII.
  for (;;) {
    const searched = db.selectFrom("ticket").select(SEARCHED)
    const rows = await pageOf(searched, partnerId, { ...filter, before, limit: PAGE }).execute()
    for (const row of rows) if (holds(row, wanted)) found.push(row.id)
    before = rows.at(-1)?.number
    if (found.length >= filter.limit || rows.length < PAGE) break
    await nextTurn()
  }
  return ticketsOf(db, found.slice(0, filter.limit))
}

async function ticketsOf(db: Db, ids: readonly number[]): Promise<SupportTicket[]> {
  if (ids.length === 0) return []
  const rows = await ticketColumns(db).where("id", "in", ids).orderBy("number", "desc").execute()
  return rows.map(ticketOf)
}

function pageOf<Row>(
  columns: SelectQueryBuilder<Schema, "ticket", Row>,
  partnerId: string,
  { view, assignee, before, limit, ...exact }: TicketFilter,
) {
  let query = columns.where("partner_id", "=", partnerId)
  if (view === "open" || view === "unassigned") query = query.where("status", "in", OPEN)
  if (view === "closed") query = query.where("status", "=", "closed")
  if (view === "unassigned") query = query.where("assignee", "is", null)
  if (assignee !== undefined) query = query.where("assignee", "=", assignee)
  if (before !== undefined) query = query.where("number", "<", before)
  if (exact.status !== undefined) query = query.where("status", "=", exact.status)
  if (exact.priority !== undefined) query = query.where("priority", "=", exact.priority)
  if (exact.customerId !== undefined) query = query.where("customer_id", "=", exact.customerId)
  if (exact.conversationId !== undefined) query = query.where("conversation_id", "=", exact.conversationId)
  return query.orderBy("number", "desc").limit(limit)
}

function holds(
  { number, reference, external_id, subject, description, requester }: SearchedRow,
  words: readonly (readonly string[])[],
): boolean {
  const { name, email } = JSON.parse(requester) as SupportTicket["requester"]
  const text = [`T-${number}`, reference, external_id, subject, description, name, email]
    .join("\n")
    .toLowerCase()
  return words.every((forms) => forms.some((form) => text.includes(form)))
}
