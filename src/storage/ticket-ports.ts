import type { Appended } from "../core/conversations/log.ts"
import type { StoredCustomer } from "../core/customers.ts"
import { ChatdError } from "../core/errors.ts"
import type { FindTicketPorts } from "../core/tickets/find-ticket.ts"
import type { OpenTicketPorts } from "../core/tickets/open-ticket.ts"
import {
  afterChange,
  type SupportTicket,
  type TicketChange,
  type TranscriptEntry,
} from "../core/tickets/ticket.ts"
import { ticketEvent } from "../core/tickets/ticket-event.ts"
import type { TicketFilter } from "../core/tickets/ticket-filter.ts"
import type { TicketPorts, TicketWork } from "../core/tickets/together.ts"
import type { OnCommitted } from "./conversations/batching-log.ts"
import { appendWithin } from "./conversations/kysely-batch.ts"
import type { TicketJobs } from "./core-ports.ts"
import type { Database, Db } from "./database.ts"
import { agentByNumber, listAgents } from "./repositories/agents.ts"
import { attachmentsOfTicket } from "./repositories/attachments.ts"
import { conversationNumbers } from "./repositories/conversations.ts"
import { enqueue } from "./repositories/outbox.ts"
import { changeNamed, changesOfAll, insertChange } from "./repositories/ticket-changes.ts"
import { listTickets } from "./repositories/ticket-lists.ts"
import {
  insertTicket,
  saveTicket,
  ticketByKey,
  ticketByNumber,
  ticketColumns,
  ticketOf,
  ticketOfPartner,
  ticketsOfCustomer,
  transcriptOfTicket,
} from "./repositories/tickets.ts"
import { withRetries } from "./routing/retries.ts"

/**
 * How the verbs of tickets reach the database.
 *
 * @param alongside stores more in the transaction of each write, which is told what the write resolves with
 */
export function ticketPorts(
  database: Database,
  onCommitted: OnCommitted,
  jobs: Pick<TicketJobs, "jobsForChange" | "wake">,
  alongside: (trx: Db, result: unknown) => Promise<void> = async () => {},
) {
  const { db } = database
  const { jobsForChange, wake } = jobs
  return {
    together: ({ id, conversationId }, work) =>
      inTransaction(database, onCommitted, conversationId, async (trx, append) => {
        const ticket = await heldTicket(trx, database, id)
        // The conversation may have gone meanwhile.
        const tell: Append = async (events) => {
          if (ticket.conversationId !== undefined) await append(events)
        }
        const result = await work(new Work(trx, ticket, jobsForChange, tell))
        await alongside(trx, result)
        return result
      }),
    openTicket: (ticket, actor) =>
      inTransaction(database, onCommitted, ticket.conversationId, async (trx, append) => {
        const opened = await insertTicket(trx, ticket, jobsForChange, new Date())
        const event = opened.fresh ? ticketEvent(opened.ticket, { kind: "created" }, actor) : undefined
        if (event) await append([event])
        await alongside(trx, opened)
        return opened
      }),
    ticketByKey: (partnerId, key) => ticketByKey(db, partnerId, key),
    ticketByNumber: (partnerId, number) => ticketByNumber(db, partnerId, number),
    ticketByUuid: (partnerId, uuid) => ticketOfPartner(db, partnerId, uuid),
    isAgent: (partnerId, number) => isAgent(db, partnerId, number),
    wake,
    listTickets: (partnerId, filter) => listTickets(db, partnerId, filter),
    changesOf: (tickets) =>
      changesOfAll(
        db,
        tickets.map(({ id }) => id),
      ),
    transcriptOf: ({ id }) => transcriptOfTicket(db, id),
    filesOf: ({ id }) => attachmentsOfTicket(db, id),
    conversationNumbers: (ids) => conversationNumbers(db, ids),
    agentNames: (partnerId) => agentNames(db, partnerId),
    ofCustomer: (customer, limit) => ticketsOfCustomer(db, customer.id, limit),
  } satisfies TicketPorts & FindTicketPorts & Omit<OpenTicketPorts, "store" | "allow"> & TicketReads
}

/** Everything that is done with tickets and asked of them. */
export type Tickets = ReturnType<typeof ticketPorts>

/** What is asked of tickets, for those who show them. */
interface TicketReads {
  listTickets(partnerId: string, filter: TicketFilter): Promise<SupportTicket[]>
  changesOf(tickets: readonly SupportTicket[]): Promise<ReadonlyMap<number, TicketChange[]>>
  transcriptOf(ticket: SupportTicket): Promise<TranscriptEntry[]>
  filesOf(ticket: SupportTicket): ReturnType<typeof attachmentsOfTicket>
  conversationNumbers(ids: readonly number[]): Promise<ReadonlyMap<number, number>>
  agentNames(partnerId: string): Promise<ReadonlyMap<number, string>>
  ofCustomer(customer: StoredCustomer, limit: number): Promise<SupportTicket[]>
}

type Append = TicketWork["tell"]

/** A transaction that holds the conversation, where there is one, from its beginning. */
async function inTransaction<T>(
  database: Database,
  onCommitted: OnCommitted,
  conversationId: number | undefined,
  work: (trx: Db, append: Append) => Promise<T>,
): Promise<T> {
  const { result, written } = await withRetries(() =>
    database.db.transaction().execute(async (trx) => {
      if (conversationId !== undefined) await holdConversation(trx, database, conversationId)
      const appended: Appended[] = []
      const append: Append = async (events) => {
        if (conversationId === undefined || events.length === 0) return
        appended.push(await appendWithin(trx, database, conversationId, () => ({ events }), Date.now()))
      }
      return { result: await work(trx, append), written: appended }
    }),
  )
  if (written.length > 0) onCommitted(written)
  return result
}

async function holdConversation(trx: Db, { dialect }: Database, id: number): Promise<void> {
  if (dialect === "postgres")
    await trx.selectFrom("conversation").select("id").where("id", "=", id).forUpdate().execute()
}

async function heldTicket(trx: Db, { dialect }: Database, id: number): Promise<SupportTicket> {
  const query = ticketColumns(trx).where("id", "=", id)
  const row = await (dialect === "postgres" ? query.forUpdate() : query).executeTakeFirst()
  if (row) return ticketOf(row)
  throw new ChatdError("not_found", "There is no such ticket.")
}

async function agentNames(db: Db, partnerId: string): Promise<Map<number, string>> {
  return new Map((await listAgents(db, partnerId)).map(({ number, name }) => [number, name]))
}

async function isAgent(db: Db, partnerId: string, number: number): Promise<boolean> {
  const agent = await agentByNumber(db, partnerId, number)
  return agent !== undefined && !agent.disabled
}

class Work implements TicketWork {
  readonly at = new Date()

  constructor(
    private readonly trx: Db,
    readonly ticket: SupportTicket,
    private readonly jobsForChange: TicketJobs["jobsForChange"],
    readonly tell: Append,
  ) {}

  changeNamed(actor: string, clientId: string) {
    return changeNamed(this.trx, this.ticket.id, actor, clientId)
  }

  isAgent(number: number) {
    return isAgent(this.trx, this.ticket.partnerId, number)
  }

  async write(wanted: Parameters<TicketWork["write"]>[0]) {
    let { ticket } = this
    const changes: TicketChange[] = []
    for (const one of wanted) {
      ticket = afterChange(ticket, one, this.at)
      const change = await insertChange(this.trx, ticket.id, ticket.lastChange, one, this.at)
      changes.push(change)
      for (const job of this.jobsForChange(ticket, change)) await enqueue(this.trx, job, this.at)
    }
    await saveTicket(this.trx, ticket)
    return { ticket, changes }
  }
}
