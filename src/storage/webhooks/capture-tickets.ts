import { sql } from "kysely"
import type { Visibility } from "../../core/tickets/ticket.ts"
import { typesOfTicketChange } from "../../core/webhooks/event-types.ts"
import type { Database, Db } from "../database.ts"
import type { Left } from "../left.ts"
import type { Happened, Log } from "./happened.ts"
import { listeningEndpoints, putInLine, remember } from "./put-in-line.ts"

/** Tickets that one step takes up. */
const TICKETS_A_STEP = 50
/** Servers' clocks may be so far apart. */
const SKEW_MS = 3_600_000

/** What happens to tickets. */
const ticketLog: Log = {
  subject: "ticket",
  async of(trx, ticketId, afterSeq, since): Promise<Happened[]> {
    const rows = await trx
      .selectFrom("ticket_change")
      .innerJoin("ticket", "ticket.id", "ticket_change.ticket_id")
      .selectAll("ticket_change")
      .select("ticket.partner_id")
      .where("ticket_id", "=", ticketId)
      .where("seq", ">", afterSeq)
      .where("at", ">=", since)
      .orderBy("seq")
      .execute()
    return rows.map((row) => ({
      partnerId: row.partner_id,
      subjectId: row.ticket_id,
      seq: row.seq,
      at: row.at,
      id: row.seq,
      types: typesOfTicketChange({
        kind: row.kind,
        visibility: (row.visibility as Visibility | null) ?? undefined,
      }),
    }))
  },
}

/**
 * Puts the next few changes of tickets that endpoints are to be told of into their lines. Whatever happens to a partner's
 * tickets raises the partner's mark, one after the other: a partner with the mark as it was needs no look.
 */
export async function captureTickets(database: Database): Promise<Left> {
  const { db } = database
  const partners = new Map<string, number>()
  for (const { partner_id, since } of await listeningEndpoints(db))
    partners.set(partner_id, Math.min(since, partners.get(partner_id) ?? since))
  if (partners.size === 0) return "nothing"
  const changed = await db
    .selectFrom("partner")
    .leftJoin("webhook_followed as followed", (join) =>
      join.on(sql<boolean>`followed.source = 'tickets ' || partner.id`),
    )
    .select("partner.id")
    .where("partner.id", "in", [...partners.keys()])
    .where(sql<boolean>`partner.ticket_changes > coalesce(followed.up_to, 0)`)
    .execute()
  let left: Left = "nothing"
  for (const { id } of changed) {
    const of = await db.transaction().execute((trx) => captureOf(trx, database, id, partners.get(id) ?? 0))
    if (of !== "nothing") left = of
  }
  return left
}

async function captureOf(
  trx: Db,
  { dialect }: Pick<Database, "dialect">,
  partnerId: string,
  since: number,
): Promise<Left> {
  const source = `tickets ${partnerId}`
  await trx
    .insertInto("webhook_followed")
    .values({ source, up_to: 0 })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  let query = trx.selectFrom("webhook_followed").select(["up_to", "at"]).where("source", "=", source)
  if (dialect === "postgres") query = query.forUpdate()
  const followed = await query.executeTakeFirstOrThrow()
  // Before the tickets: what comes after it raises the mark once more.
  const partner = await trx
    .selectFrom("partner")
    .select("ticket_changes")
    .where("id", "=", partnerId)
    .executeTakeFirst()
  if (!partner || partner.ticket_changes <= followed.up_to) return "nothing"
  const from = Math.max(since, followed.at - SKEW_MS)
  const tickets = await untold(trx, partnerId, from)
  for (const { id, last_change, told } of tickets) {
    const changes = await ticketLog.of(trx, id, told, since)
    await putInLine(trx, dialect, ticketLog, changes)
    // Also where nothing of it was news.
    const upTo = Math.max(last_change, ...changes.map(({ seq }) => seq))
    await remember(trx, ticketLog, new Map([[id, upTo]]))
  }
  if (tickets.length === TICKETS_A_STEP) return "more"
  const at = Math.max(followed.at, ...tickets.map(({ updated_at }) => updated_at))
  await trx
    .updateTable("webhook_followed")
    .set({ up_to: partner.ticket_changes, at })
    .where("source", "=", source)
    .execute()
  return "nothing"
}

function untold(trx: Db, partnerId: string, from: number) {
  return trx
    .selectFrom("ticket")
    .leftJoin("webhook_position as told", (join) =>
      join.onRef("told.subject_id", "=", "ticket.id").on("told.subject", "=", "ticket"),
    )
    .select(["ticket.id", "ticket.updated_at", "ticket.last_change"])
    .select(sql<number>`coalesce(told.seq, 0)`.as("told"))
    .where("ticket.partner_id", "=", partnerId)
    .where("ticket.updated_at", ">=", from)
    .where(sql<boolean>`ticket.last_change > coalesce(told.seq, 0)`)
    .orderBy("ticket.updated_at")
    .limit(TICKETS_A_STEP)
    .execute()
}
