import { type RawBuilder, type SqlBool, sql } from "kysely"
import type { SupportTicket, TicketPriority, TicketStatus } from "../../core/tickets/ticket.ts"
import type { TicketFilter } from "../../core/tickets/ticket-filter.ts"
import type { Database } from "../database.ts"
import { ticketColumns, ticketOf } from "./tickets.ts"

/** A partner's tickets that are asked for, the newest first. */
export async function listTickets(
  { db, dialect }: Pick<Database, "db" | "dialect">,
  partnerId: string,
  { view, assignee, before, words = [], limit, ...exact }: TicketFilter,
): Promise<SupportTicket[]> {
  let query = ticketColumns(db).where("partner_id", "=", partnerId)
  if (view === "open" || view === "unassigned") query = query.where("status", "in", OPEN)
  if (view === "closed") query = query.where("status", "=", "closed" satisfies TicketStatus)
  if (view === "unassigned") query = query.where("assignee", "is", null)
  if (assignee !== undefined) query = query.where("assignee", "=", assignee)
  if (before !== undefined) query = query.where("number", "<", before)
  if (exact.status !== undefined) query = query.where("status", "=", exact.status)
  if (exact.priority !== undefined)
    query = query.where("priority", "=", exact.priority satisfies TicketPriority)
  if (exact.customerId !== undefined) query = query.where("customer_id", "=", exact.customerId)
  if (exact.conversationId !== undefined) query = query.where("conversation_id", "=", exact.conversationId)
  for (const word of words) query = query.where(contains(word, requesterOf(dialect)))
  const rows = await query.orderBy("number", "desc").limit(limit).execute()
  return rows.map(ticketOf)
}

const OPEN: TicketStatus[] = ["open", "in_progress"]

/** SQLite knows the case of ASCII only: a word is also looked for as it is written at the beginning of a name. */
function contains(word: string, requester: RawBuilder<string>) {
  const lower = word.toLowerCase()
  const [first = ""] = lower
  const capital = first.toUpperCase() + lower.slice(first.length)
  const forms = [...new Set([word, lower, capital, word.toUpperCase()])]
  const tests = forms.map((form) => {
    const pattern = `%${form.replace(/[\\%_]/g, "\\$&")}%`
    return sql<SqlBool>`(lower('T-' || number || ' ' || coalesce(reference, '') || ' ' || coalesce(external_id, '')
      || ' ' || subject || ' ' || description || ' ' || ${requester}) like lower(${pattern}) escape '\\')`
  })
  return sql<SqlBool>`(${sql.join(tests, sql` or `)})`
}

/** Their name and address, out of the JSON. */
function requesterOf(dialect: Database["dialect"]): RawBuilder<string> {
  return dialect === "postgres"
    ? sql<string>`coalesce(requester::json ->> 'name', '') || ' ' || coalesce(requester::json ->> 'email', '')`
    : sql<string>`coalesce(json_extract(requester, '$.name'), '') || ' ' || coalesce(json_extract(requester, '$.email'), '')`
}
