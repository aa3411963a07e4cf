import { randomUUID } from "node:crypto"
import type { Insertable, Selectable } from "kysely"
import { ChatdError } from "../../core/errors.ts"
import type { ConfirmationPorts } from "../../core/tickets/confirmation.ts"
import {
  type NewTicket,
  ownReference,
  type SupportTicket,
  subjectOf,
  type TicketChange,
  type TicketPriority,
  type TicketSource,
  type TicketStatus,
  type TranscriptEntry,
} from "../../core/tickets/ticket.ts"
import type { Db } from "../database.ts"
import type { TicketTable } from "../schema.ts"
import { customerById } from "./customers.ts"
import { enqueue, type NewJob } from "./outbox.ts"
import { insertChange } from "./ticket-changes.ts"

/** A ticket with what was said before it. */
export type StoredTicket = SupportTicket & { transcript: TranscriptEntry[] }

/** What must follow from a ticket's change; its opening is one. */
export type JobsForChange = (ticket: SupportTicket, change: TicketChange) => NewJob[]

/**
 * Opens a ticket under the partner's next number, with its first change and the jobs that follow; what it comes of makes one
 * ticket only. All doors end here. Within a transaction that holds the conversation, if there is one: the partner comes after
 * it and after the customer.
 *
 * @throws {ChatdError} `not_found` where whoever it is of was erased meanwhile
 */
export async function insertTicket(
  trx: Db,
  ticket: NewTicket,
  jobsForChange: JobsForChange,
  at: Date,
): Promise<{ ticket: SupportTicket; fresh: boolean }> {
  await requireSubject(trx, ticket)
  const number = await nextNumber(trx, ticket)
  if (number === undefined) {
    const first = await ticketByKey(trx, ticket.partnerId, ticket.key)
    if (!first) throw new Error(`Partner ${ticket.partnerId} does not exist.`)
    return { ticket: first, fresh: false }
  }
  const row = await trx
    .insertInto("ticket")
    .values(newRow(ticket, number, at))
    .returningAll()
    .executeTakeFirstOrThrow()
  const inserted = ticketOf(row)
  const created = { actor: ticket.actor, kind: "created" } as const
  const change = await insertChange(trx, row.id, inserted.lastChange, created, at)
  for (const job of jobsForChange(inserted, change)) await enqueue(trx, job, at)
  return { ticket: inserted, fresh: true }
}

/** Whoever is erased after this takes the ticket along, or makes it impossible: who is being erased just then is waited for. */
async function requireSubject(trx: Db, { conversationId, customerId }: NewTicket): Promise<void> {
  if (conversationId !== undefined) {
    const there = trx.selectFrom("conversation").select("id").where("id", "=", conversationId)
    if (!(await there.executeTakeFirst())) throw new ChatdError("not_found", "There is no such conversation.")
  }
  if (customerId === undefined) return
  const held = await trx
    .updateTable("customer")
    .set((eb) => ({ created_at: eb.ref("created_at") }))
    .where("id", "=", customerId)
    .returning("id")
    .executeTakeFirst()
  if (!held) throw new ChatdError("not_found", "There is no such customer.")
}

/** Takes the next number, unless there is a ticket of that key: whoever opens one meanwhile waits for the partner's row. */
async function nextNumber(trx: Db, { partnerId, key }: NewTicket): Promise<number | undefined> {
  const held = await trx
    .updateTable("partner")
    .set((eb) => ({ last_ticket: eb.ref("last_ticket") }))
    .where("id", "=", partnerId)
    .returning("last_ticket")
    .executeTakeFirst()
  if (!held || (await ticketByKey(trx, partnerId, key))) return undefined
  const number = held.last_ticket + 1
  await trx.updateTable("partner").set({ last_ticket: number }).where("id", "=", partnerId).execute()
  await noteChange(trx, partnerId)
  return number
}

function newRow(ticket: NewTicket, number: number, at: Date): Insertable<TicketTable> {
  return {
    uuid: ticket.uuid ?? randomUUID(),
    partner_id: ticket.partnerId,
    number,
    source: ticket.source,
    open_key: ticket.key,
    failure_id: ticket.failureId ?? null,
    conversation_id: ticket.conversationId ?? null,
    customer_id: ticket.customerId ?? null,
    description: ticket.description,
    subject: ticket.subject ?? subjectOf(ticket.description),
    requester: JSON.stringify(ticket.requester),
    transcript: JSON.stringify(ticket.transcript),
    status: "open",
    priority: ticket.priority,
    assignee: ticket.assignee ?? null,
    reference: ticket.toldAtOnce ? ownReference(number) : null,
    last_change: 1,
    created_at: at.getTime(),
    updated_at: at.getTime(),
  }
}

/** What changes of a ticket; within a transaction that holds it. The partner's mark rises. */
export async function saveTicket(trx: Db, ticket: SupportTicket): Promise<void> {
  await trx
    .updateTable("ticket")
    .set({
      subject: ticket.subject,
      status: ticket.status,
      priority: ticket.priority,
      assignee: ticket.assignee ?? null,
      last_change: ticket.lastChange,
      updated_at: ticket.updatedAt.getTime(),
      closed_at: ticket.closedAt?.getTime() ?? null,
    })
    .where("id", "=", ticket.id)
    .execute()
  await noteChange(trx, ticket.partnerId)
}

/** Something happened to a ticket of the partner: who shows them asks again. */
async function noteChange(trx: Db, partnerId: string): Promise<void> {
  await trx
    .updateTable("partner")
    .set((eb) => ({ ticket_changes: eb("ticket_changes", "+", 1) }))
    .where("id", "=", partnerId)
    .execute()
}

/** Rises with everything that happens to any ticket of the partner. */
export async function ticketsMark(db: Db, partnerId: string): Promise<number> {
  const row = await db
    .selectFrom("partner")
    .select("ticket_changes")
    .where("id", "=", partnerId)
    .executeTakeFirst()
  return row?.ticket_changes ?? 0
}

/** With what was said before it. */
export async function ticketById(db: Db, id: number): Promise<SupportTicket | undefined> {
  const row = await ticketColumns(db).where("id", "=", id).executeTakeFirst()
  return row && ticketOf(row)
}

export async function ticketByUuid(db: Db, uuid: string): Promise<StoredTicket | undefined> {
  const row = await db.selectFrom("ticket").selectAll().where("uuid", "=", uuid).executeTakeFirst()
  return row && { ...ticketOf(row), transcript: JSON.parse(row.transcript) }
}

export function confirmationPorts(db: Db): ConfirmationPorts {
  return {
    customerById: (id) => customerById(db, id),
    async openedBy(partnerId, number) {
      const row = await db
        .selectFrom("ticket")
        .select("created_at")
        .where("partner_id", "=", partnerId)
        .where("number", "<=", number)
        .orderBy("number", "desc")
        .limit(1)
        .executeTakeFirst()
      return row && new Date(row.created_at)
    },
  }
}

export async function transcriptOfTicket(db: Db, id: number): Promise<TranscriptEntry[]> {
  const row = await db.selectFrom("ticket").select("transcript").where("id", "=", id).executeTakeFirst()
  return row ? JSON.parse(row.transcript) : []
}

/** The ticket that this became, if it did. */
export async function ticketByKey(
  db: Db,
  partnerId: string,
  key: string,
): Promise<SupportTicket | undefined> {
  const row = await ticketColumns(db)
    .where("partner_id", "=", partnerId)
    .where("open_key", "=", key)
    .executeTakeFirst()
  return row && ticketOf(row)
}

export async function ticketByNumber(
  db: Db,
  partnerId: string,
  number: number,
): Promise<SupportTicket | undefined> {
  const row = await ticketColumns(db)
    .where("partner_id", "=", partnerId)
    .where("number", "=", number)
    .executeTakeFirst()
  return row && ticketOf(row)
}

export async function ticketOfPartner(
  db: Db,
  partnerId: string,
  uuid: string,
): Promise<SupportTicket | undefined> {
  const row = await ticketColumns(db)
    .where("partner_id", "=", partnerId)
    .where("uuid", "=", uuid)
    .executeTakeFirst()
  return row && ticketOf(row)
}

/** The newest first. A customer sees these and no others. */
export async function ticketsOfCustomer(db: Db, customerId: number, limit: number): Promise<SupportTicket[]> {
  const rows = await ticketColumns(db)
    .where("customer_id", "=", customerId)
    .orderBy("id", "desc")
    .limit(limit)
    .execute()
  return rows.map(ticketOf)
}

/**
 * A customer's own ticket by what they may call it: what they were told it is, Freshdesk's number, its uuid, or our number.
 * Where that fits two, what they were told is meant.
 */
export async function customerTicket(
  db: Db,
  customerId: number,
  name: string,
): Promise<SupportTicket | undefined> {
  const number = Number(/^(?:[Tt]-)?([1-9]\d{0,8})$/.exec(name)?.[1] ?? -1)
  const rows = await ticketColumns(db)
    .where("customer_id", "=", customerId)
    .where((one) =>
      one.or([
        one("reference", "=", name),
        one("external_id", "=", name),
        one("uuid", "=", name),
        one("number", "=", number),
      ]),
    )
    .orderBy("id", "desc")
    .execute()
  const found =
    rows.find(({ reference }) => reference === name) ??
    rows.find(({ external_id, uuid }) => external_id === name || uuid === name) ??
    rows[0]
  return found && ticketOf(found)
}

/** What the requester is told, fixed by whoever comes first. */
export async function settleReference(db: Db, uuid: string, reference: string): Promise<string> {
  await db
    .updateTable("ticket")
    .set({ reference })
    .where("uuid", "=", uuid)
    .where("reference", "is", null)
    .execute()
  const row = await db
    .selectFrom("ticket")
    .select("reference")
    .where("uuid", "=", uuid)
    .executeTakeFirstOrThrow()
  return row.reference ?? reference
}

/** Those that another system has under that number. */
export async function ticketsByExternalId(db: Db, externalId: string): Promise<SupportTicket[]> {
  const rows = await ticketColumns(db).where("external_id", "=", externalId).execute()
  return rows.map(ticketOf)
}

/** Freshdesk has it under that number. */
export async function setExternalId(
  db: Db,
  uuid: string,
  externalId: string,
  url: string,
  at: Date,
): Promise<void> {
  const row = await db
    .updateTable("ticket")
    .set({ external_id: externalId, external_url: url, updated_at: at.getTime() })
    .where("uuid", "=", uuid)
    .returning("partner_id")
    .executeTakeFirst()
  if (row) await noteChange(db, row.partner_id)
}

/** What was said before it may be long, and few ask for it. */
const COLUMNS = [
  "id",
  "uuid",
  "partner_id",
  "number",
  "source",
  "failure_id",
  "conversation_id",
  "customer_id",
  "description",
  "subject",
  "requester",
  "status",
  "priority",
  "assignee",
  "reference",
  "external_id",
  "external_url",
  "last_change",
  "created_at",
  "updated_at",
  "closed_at",
] as const satisfies readonly (keyof TicketTable)[]

/** Tickets, but for what was said before them. */
export function ticketColumns(db: Db) {
  return db.selectFrom("ticket").select(COLUMNS)
}

type TicketRow = Pick<Selectable<TicketTable>, (typeof COLUMNS)[number]>

export function ticketOf(row: TicketRow): SupportTicket {
  return {
    id: row.id,
    uuid: row.uuid,
    partnerId: row.partner_id,
    number: row.number,
    reference: row.reference ?? ownReference(row.number),
    referenceIsSettled: row.reference !== null,
    subject: row.subject,
    description: row.description,
    requester: JSON.parse(row.requester),
    priority: row.priority as TicketPriority,
    status: row.status as TicketStatus,
    ...(row.assignee !== null && { assignee: row.assignee }),
    ...(row.conversation_id !== null && { conversationId: row.conversation_id }),
    ...(row.customer_id !== null && { customerId: row.customer_id }),
    ...(row.failure_id !== null && { failureId: row.failure_id }),
    source: row.source as TicketSource,
    ...(row.external_id !== null && { externalId: row.external_id }),
    ...(row.external_url !== null && { externalUrl: row.external_url }),
    lastChange: row.last_change,
    createdAt: new Date(row.created_at),
    updatedAt: new Date(row.updated_at),
    ...(row.closed_at !== null && { closedAt: new Date(row.closed_at) }),
  }
}
