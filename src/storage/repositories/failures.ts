import { randomUUID } from "node:crypto"
import type { Selectable } from "kysely"
import { ChatdError } from "../../core/errors.ts"
import type { Failure, FailureReport } from "../../core/escalation.ts"
import type { Db } from "../database.ts"
import type { FailureTable } from "../schema.ts"

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

/**
 * Holds the failure: whoever comes at the same time waits, and finds the ticket. Within a transaction.
 *
 * @throws {ChatdError} `not_found` where it has gone
 */
export async function markTicketed(trx: Db, id: string): Promise<void> {
  const [marked] = await trx.updateTable("failure").set({ state: "ticketed" }).where("id", "=", id).execute()
  // Whose it was may have been erased meanwhile: a ticket of it would stay.
  if (!marked?.numUpdatedRows) throw new ChatdError("not_found", "There is no failure with this id.")
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
