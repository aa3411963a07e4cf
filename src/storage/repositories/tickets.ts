import { randomUUID } from "node:crypto"
import type { Selectable } from "kysely"
import type { ConversationTicket } from "../../core/conversations/hand-off.ts"
import {
  type Failure,
  type FailureReport,
  ownReference,
  type Ticket,
  type TranscriptEntry,
} from "../../core/escalation.ts"
import type { Db } from "../database.ts"
import type { FailureTable, TicketTable } from "../schema.ts"
import { enqueue, type NewJob } from "./outbox.ts"

export interface StoredTicket extends Ticket {
  partnerId: string
  /** What it came of, where that was a failure; else it was a conversation. */
  failureId: string | undefined
  question: string
  subject: string
  /** `customerId`: as the partner knows them, where they asked in a conversation. */
  requester: { name: string; email: string; phone?: string; customerId?: string }
  transcript: TranscriptEntry[]
  status: string
  priority: string
  externalUrl: string | undefined
  createdAt: Date
}

/** What must follow from a ticket. */
export type JobsFor = (ticketUuid: string) => NewJob[]

/** Stores a report once: a retry of the same request gives the failure that is there. */
export async function recordFailure(
  db: Db,
  report: FailureReport,
  dedupeKey: string,
  at: Date,
): Promise<Failure> {
  await db
    .insertInto("failure")
    .values({
      id: randomUUID(),
      partner_id: report.partnerId,
      dedupe_key: dedupeKey,
      report: JSON.stringify(report),
      state: "recorded",
      created_at: at.getTime(),
    })
    .onConflict((conflict) => conflict.columns(["partner_id", "dedupe_key"]).doNothing())
    .execute()
  const row = await db
    .selectFrom("failure")
    .selectAll()
    .where("partner_id", "=", report.partnerId)
    .where("dedupe_key", "=", dedupeKey)
    .executeTakeFirstOrThrow()
  return failureOf(row)
}

export async function findFailure(db: Db, partnerId: string, id: string): Promise<Failure | undefined> {
  const row = await db
    .selectFrom("failure")
    .selectAll()
    .where("partner_id", "=", partnerId)
    .where("id", "=", id)
    .executeTakeFirst()
  return row && failureOf(row)
}

/** False where a ticket exists already. */
export async function declineFailure(db: Db, partnerId: string, id: string): Promise<boolean> {
  const row = await db
    .updateTable("failure")
    .set({ state: "declined" })
    .where("partner_id", "=", partnerId)
    .where("id", "=", id)
    .where("state", "!=", "ticketed")
    .returning("id")
    .executeTakeFirst()
  return row !== undefined
}

/** Ticket, failure's state and the jobs that follow, in one transaction; a second call gets the first one's ticket. */
export async function openTicket(
  db: Db,
  failure: Failure,
  transcript: readonly TranscriptEntry[],
  jobsFor: JobsFor,
  at: Date,
): Promise<StoredTicket> {
  return db.transaction().execute(async (trx) => {
    const { partnerId, id: failureId, query: question, user } = failure
    // It holds the failure: whoever comes at the same time waits here, and finds the ticket.
    await trx.updateTable("failure").set({ state: "ticketed" }).where("id", "=", failureId).execute()
    const first = await trx
      .selectFrom("ticket")
      .selectAll()
      .where("failure_id", "=", failureId)
      .executeTakeFirst()
    if (first) return ticketOf(first)
    const requester = { name: user.name, email: user.email }
    const fresh = { partnerId, failureId, question, requester, priority: "medium", transcript }
    return insertTicket(trx, fresh, jobsFor, at)
  })
}

/**
 * A ticket out of a conversation with the jobs that follow, within a transaction that holds the conversation; its
 * requester is told our own number. The same `clientId` gives the first one's ticket.
 */
export async function openConversationTicket(
  trx: Db,
  ticket: ConversationTicket,
  jobsFor: JobsFor,
  at: Date,
): Promise<{ number: number; fresh: boolean }> {
  const first = await conversationTicketNumber(trx, ticket.conversationId, ticket.clientId)
  if (first !== undefined) return { number: first, fresh: false }
  const { number, uuid } = await insertTicket(trx, ticket, jobsFor, at)
  await settleReference(trx, uuid, ownReference(number))
  return { number, fresh: true }
}

/** Of the ticket that this form became; undefined where it became none yet. */
export async function conversationTicketNumber(
  db: Db,
  conversationId: number,
  clientId: string,
): Promise<number | undefined> {
  const row = await db
    .selectFrom("ticket")
    .select("number")
    .where("conversation_id", "=", conversationId)
    .where("client_id", "=", clientId)
    .executeTakeFirst()
  return row?.number
}

interface NewTicket {
  partnerId: string
  failureId?: string
  conversationId?: number
  clientId?: string
  question: string
  requester: StoredTicket["requester"]
  priority: string
  transcript: readonly TranscriptEntry[]
}

/** Under the partner's next number; within a transaction that holds what the ticket comes of. */
async function insertTicket(trx: Db, ticket: NewTicket, jobsFor: JobsFor, at: Date): Promise<StoredTicket> {
  const { last_ticket: number } = await trx
    .updateTable("partner")
    .set((eb) => ({ last_ticket: eb("last_ticket", "+", 1) }))
    .where("id", "=", ticket.partnerId)
    .returning("last_ticket")
    .executeTakeFirstOrThrow()
  const uuid = randomUUID()
  const row = await trx
    .insertInto("ticket")
    .values({
      uuid,
      partner_id: ticket.partnerId,
      number,
      failure_id: ticket.failureId ?? null,
      conversation_id: ticket.conversationId ?? null,
      client_id: ticket.clientId ?? null,
      question: ticket.question,
      subject: subjectOf(ticket.question),
      requester: JSON.stringify(ticket.requester),
      transcript: JSON.stringify(ticket.transcript),
      status: "open",
      priority: ticket.priority,
      created_at: at.getTime(),
      updated_at: at.getTime(),
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  for (const job of jobsFor(uuid)) await enqueue(trx, job, at)
  return ticketOf(row)
}

export async function ticketByUuid(db: Db, uuid: string): Promise<StoredTicket | undefined> {
  const row = await db.selectFrom("ticket").selectAll().where("uuid", "=", uuid).executeTakeFirst()
  return row && ticketOf(row)
}

export async function listTickets(db: Db, partnerId: string, limit: number): Promise<StoredTicket[]> {
  const rows = await db
    .selectFrom("ticket")
    .selectAll()
    .where("partner_id", "=", partnerId)
    .orderBy("number", "desc")
    .limit(limit)
    .execute()
  return rows.map(ticketOf)
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

export async function setExternalId(
  db: Db,
  uuid: string,
  externalId: string,
  url: string,
  at: Date,
): Promise<void> {
  await db
    .updateTable("ticket")
    .set({ external_id: externalId, external_url: url, updated_at: at.getTime() })
    .where("uuid", "=", uuid)
    .execute()
}

function subjectOf(question: string): string {
  const line = question.replaceAll(/\s+/g, " ").trim()
  return line.length > 120 ? `${line.slice(0, 119)}…` : line
}

function failureOf(row: Selectable<FailureTable>): Failure {
  return {
    ...(JSON.parse(row.report) as FailureReport),
    partnerId: row.partner_id,
    id: row.id,
    state: row.state as Failure["state"],
    createdAt: new Date(row.created_at),
  }
}

export function ticketOf(row: Selectable<TicketTable>): StoredTicket {
  return {
    uuid: row.uuid,
    number: row.number,
    reference: row.reference ?? undefined,
    externalId: row.external_id ?? undefined,
    externalUrl: row.external_url ?? undefined,
    partnerId: row.partner_id,
    failureId: row.failure_id ?? undefined,
    question: row.question,
    subject: row.subject,
    requester: JSON.parse(row.requester),
    transcript: JSON.parse(row.transcript),
    status: row.status,
    priority: row.priority,
    createdAt: new Date(row.created_at),
  }
}
