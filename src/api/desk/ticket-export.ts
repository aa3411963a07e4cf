import type { TicketFilter } from "../../core/tickets/ticket-filter.ts"
import { csvLine } from "../../http/csv.ts"
import { nextTurn } from "../../next-turn.ts"
import type { DeskDependencies } from "./dependencies.ts"
import type { DeskTicket, DeskTicketChange } from "./protocol.ts"
import { textStream } from "./text-stream.ts"
import { agentNames, changeReply, ticketReplies } from "./ticket-reply.ts"

/** Tickets that are in memory at once. */
const PAGE = 200

interface Exported extends DeskTicket {
  description: string
  history: DeskTicketChange[]
}

/**
 * A partner's tickets as a file that is read page by page while it is sent: JSON with everything that happened to each, or CSV
 * with one row a ticket.
 *
 * @param filter undefined where there can be none
 */
export function exportTickets(
  dependencies: DeskDependencies,
  partnerId: string,
  filter: Omit<TicketFilter, "limit"> | undefined,
  format: "csv" | "json",
): ReadableStream<Uint8Array> {
  const pages = filter ? pagesOf(dependencies, partnerId, filter) : nothing()
  return textStream(format === "json" ? jsonOf(pages) : csvOf(pages), dependencies.onBrokenOff)
}

async function* nothing(): AsyncGenerator<Exported[]> {}

async function* pagesOf(
  dependencies: DeskDependencies,
  partnerId: string,
  filter: Omit<TicketFilter, "limit">,
): AsyncGenerator<Exported[]> {
  const { tickets, routing } = dependencies
  const agents = await agentNames(routing, partnerId)
  let before: number | undefined
  for (;;) {
    const found = await tickets.listTickets(partnerId, { ...filter, before, limit: PAGE })
    const replies = await ticketReplies(dependencies, partnerId, found)
    const histories = await tickets.changesOf(found)
    const page = found.flatMap((ticket, i): Exported[] => {
      const reply = replies[i]
      const history = (histories.get(ticket.id) ?? []).map((change) => changeReply(ticket, change, agents))
      return reply ? [{ ...reply, description: ticket.description, history }] : []
    })
    if (page.length > 0) yield page
    before = found.at(-1)?.number
    if (found.length < PAGE || before === undefined) return
    await nextTurn()
  }
}

async function* jsonOf(pages: AsyncGenerator<Exported[]>): AsyncGenerator<string> {
  let separator = "["
  for await (const page of pages) {
    yield `${separator}\n${page.map((ticket) => JSON.stringify(ticket)).join(",\n")}`
    separator = ","
  }
  yield separator === "[" ? "[]\n" : "\n]\n"
}

const COLUMNS: readonly [string, (ticket: Exported) => string | number | null | undefined][] = [
  ["number", ({ number }) => number],
  ["reference", ({ reference }) => reference],
  ["uuid", ({ uuid }) => uuid],
  ["status", ({ status }) => status],
  ["priority", ({ priority }) => priority],
  ["subject", ({ subject }) => subject],
  ["requester_name", ({ requester }) => requester.name],
  ["requester_email", ({ requester }) => requester.email],
  ["requester_phone", ({ requester }) => requester.phone],
  ["customer", ({ customer }) => customer],
  ["assignee", ({ assignee }) => assignee?.name],
  ["conversation", ({ conversation }) => conversation],
  ["source", ({ source }) => source],
  ["external_id", ({ external }) => external?.id],
  ["external_url", ({ external }) => external?.url],
  ["comments", ({ history }) => history.filter(({ kind }) => kind === "comment").length],
  ["created_at", ({ createdAt }) => createdAt],
  ["updated_at", ({ updatedAt }) => updatedAt],
  ["closed_at", ({ closedAt }) => closedAt],
  ["description", ({ description }) => description],
]

export function ticketCsvHead(): string {
  return csvLine(COLUMNS.map(([name]) => name))
}

async function* csvOf(pages: AsyncGenerator<Exported[]>): AsyncGenerator<string> {
  yield ticketCsvHead()
  for await (const page of pages)
    yield page.map((ticket) => csvLine(COLUMNS.map(([, value]) => value(ticket)))).join("")
}
