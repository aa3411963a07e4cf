import type { Insertable, Selectable } from "kysely"
import type { ChangeKind, NewChange, TicketChange, Visibility } from "../../core/tickets/ticket.ts"
import type { Db } from "../database.ts"
import type { TicketChangeTable } from "../schema.ts"

/** In their order. */
export async function changesOf(db: Db, ticketId: number): Promise<TicketChange[]> {
  const rows = await db
    .selectFrom("ticket_change")
    .selectAll()
    .where("ticket_id", "=", ticketId)
    .orderBy("seq")
    .execute()
  return rows.map(changeOf)
}

/** Of several tickets, by our ids. */
export async function changesOfAll(
  db: Db,
  ticketIds: readonly number[],
): Promise<Map<number, TicketChange[]>> {
  const changes = new Map<number, TicketChange[]>(ticketIds.map((id) => [id, []]))
  if (ticketIds.length === 0) return changes
  const rows = await db
    .selectFrom("ticket_change")
    .selectAll()
    .where("ticket_id", "in", ticketIds)
    .orderBy("ticket_id")
    .orderBy("seq")
    .execute()
  for (const row of rows) changes.get(row.ticket_id)?.push(changeOf(row))
  return changes
}

/** What its actor called it. */
export async function changeName(db: Db, ticketId: number, seq: number): Promise<string | undefined> {
  const row = await db
    .selectFrom("ticket_change")
    .select("client_id")
    .where("ticket_id", "=", ticketId)
    .where("seq", "=", seq)
    .executeTakeFirst()
  return row?.client_id ?? undefined
}

/** What the changes of a ticket were called by their actors. */
export async function changeNames(db: Db, ticketId: number): Promise<Set<string>> {
  const rows = await db
    .selectFrom("ticket_change")
    .select("client_id")
    .where("ticket_id", "=", ticketId)
    .where("client_id", "is not", null)
    .execute()
  return new Set(rows.flatMap(({ client_id }) => client_id ?? []))
}

/** What its actor stored under that name before. */
export async function changeNamed(
  db: Db,
  ticketId: number,
  actor: string,
  clientId: string,
): Promise<TicketChange | undefined> {
  const row = await db
    .selectFrom("ticket_change")
    .selectAll()
    .where("ticket_id", "=", ticketId)
    .where("actor", "=", actor)
    .where("client_id", "=", clientId)
    .executeTakeFirst()
  return row && changeOf(row)
}

/** Behind the ticket's last one; within a transaction that holds the ticket. */
export async function insertChange(
  trx: Db,
  ticketId: number,
  seq: number,
  change: NewChange,
  at: Date,
): Promise<TicketChange> {
  const row: Insertable<TicketChangeTable> = {
    ticket_id: ticketId,
    seq,
    at: at.getTime(),
    actor: change.actor,
    actor_name: change.actorName ?? null,
    kind: change.kind,
    from_value: change.from ?? null,
    to_value: change.to ?? null,
    text: change.text ?? null,
    visibility: change.visibility ?? null,
    client_id: change.clientId ?? null,
  }
  return changeOf(await trx.insertInto("ticket_change").values(row).returningAll().executeTakeFirstOrThrow())
}

function changeOf(row: Selectable<TicketChangeTable>): TicketChange {
  return {
    seq: row.seq,
    at: new Date(row.at),
    actor: row.actor,
    ...(row.actor_name !== null && { actorName: row.actor_name }),
    kind: row.kind as ChangeKind,
    ...(row.from_value !== null && { from: row.from_value }),
    ...(row.to_value !== null && { to: row.to_value }),
    ...(row.text !== null && { text: row.text }),
    ...(row.visibility !== null && { visibility: row.visibility as Visibility }),
  }
}
