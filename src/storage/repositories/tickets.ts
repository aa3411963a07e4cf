import { randomUUID } from "node:crypto"
import type { Selectable } from "kysely"
import type { Failure, FailureReport, Ticket, TranscriptEntry } from "../../core/escalation.ts"
import type { Db } from "../database.ts"
import type { FailureTable, TicketTable } from "../schema.ts"
import { enqueue, type NewJob } from "./outbox.ts"

export interface StoredTicket extends Ticket {
  partnerId: string
  failureId: string
  subject: string
  requester: { name: string; email: string }
  transcript: TranscriptEntry[]
  status: string
  priority: string
  externalUrl: string | undefined
  createdAt: Date
}

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
  jobsFor: (ticketUuid: string) => NewJob[],
  at: Date,
): Promise<StoredTicket> {
  return db.transaction().execute(async (trx) => {
    const uuid = randomUUID()
    const inserted = await trx
      .insertInto("ticket")
      .values({
        uuid,
        partner_id: failure.partnerId,
        failure_id: failure.id,
        subject: subjectOf(failure.query),
        requester: JSON.stringify({ name: failure.user.name, email: failure.user.email }),
        transcript: JSON.stringify(transcript),
        status: "open",
        priority: "medium",
        created_at: at.getTime(),
        updated_at: at.getTime(),
      })
      .onConflict((conflict) => conflict.column("failure_id").doNothing())
      .returning("number")
      .executeTakeFirst()
    if (inserted) {
      await trx.updateTable("failure").set({ state: "ticketed" }).where("id", "=", failure.id).execute()
      for (const job of jobsFor(uuid)) await enqueue(trx, job, at)
    }
    const row = await trx
      .selectFrom("ticket")
      .selectAll()
      .where("failure_id", "=", failure.id)
      .executeTakeFirstOrThrow()
    return ticketOf(row)
  })
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

function ticketOf(row: Selectable<TicketTable>): StoredTicket {
  return {
    uuid: row.uuid,
    number: row.number,
    reference: row.reference ?? undefined,
    externalId: row.external_id ?? undefined,
    externalUrl: row.external_url ?? undefined,
    partnerId: row.partner_id,
    failureId: row.failure_id,
    subject: row.subject,
    requester: JSON.parse(row.requester),
    transcript: JSON.parse(row.transcript),
    status: row.status,
    priority: row.priority,
    createdAt: new Date(row.created_at),
  }
}
