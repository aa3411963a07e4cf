import { setTimeout as sleep } from "node:timers/promises"
import { type RawBuilder, sql } from "kysely"
import type { Partner } from "../../core/partner.ts"
import type { Db } from "../database.ts"
import { withRetries } from "../routing/retries.ts"
import { removeJobsOfPartner } from "./job-partner.ts"

/** What a step may take, in milliseconds: on SQLite nobody else writes meanwhile. */
const STEP_MS = 50
const FIRST_ROWS = 16
const MOST_ROWS = 1_024

export type RemovedPartner = Pick<Partner, "id" | "name" | "domain">

/**
 * Takes a partner away from everybody: its keys and accounts open nothing, nobody finds it, and nothing more is sent for it.
 * What it has goes with {@link removeBelongings} and {@link forgetPartner}; the caller's transaction makes this one.
 */
export async function beginRemoval(trx: Db, id: string, at: Date): Promise<void> {
  await trx.updateTable("partner").set({ removed_at: at.getTime() }).where("id", "=", id).execute()
  await trx.deleteFrom("partner_key").where("partner_id", "=", id).execute()
  // Else an address that has an account at another partner too would have to say which is meant.
  await trx.updateTable("agent").set({ disabled_at: at.getTime() }).where("partner_id", "=", id).execute()
  // What waits for them is much, and goes later: without what it is about it would be told as erased.
  const off = { status: "off", status_at: at.getTime() }
  await trx.updateTable("webhook_endpoint").set(off).where("partner_id", "=", id).execute()
  // While it can still be told whose they are.
  await removeJobsOfPartner(trx, id)
}

/** Partners whose removal began and has not ended. */
export function halfRemovedPartners(db: Db): Promise<RemovedPartner[]> {
  return db
    .selectFrom("partner")
    .select(["id", "name", "domain"])
    .where("removed_at", "is not", null)
    .orderBy("id")
    .execute()
}

/**
 * Removes what is much of a partner's, a few rows a transaction, and rests as long between two of them as the one before
 * took: whoever else writes comes in turn. Can be stopped, and begun again.
 *
 * @returns the rows of each step, without what the database deletes along
 */
export async function* removeBelongings(db: Db, id: string): AsyncGenerator<number> {
  for (const [table, isTheirs] of heavyBelongings(id)) {
    const name = sql.table(table)
    for (let [most, removed] = [FIRST_ROWS, FIRST_ROWS]; removed > 0; ) {
      const began = performance.now()
      const some = sql`delete from ${name} where ${isTheirs}
        and id in (select id from ${name} where ${isTheirs} limit ${sql.lit(most)})`
      const { numAffectedRows } = await withRetries(() => some.execute(db))
      removed = Number(numAffectedRows ?? 0)
      yield removed
      const took = performance.now() - began
      most = Math.max(1, Math.min(MOST_ROWS, took > STEP_MS ? Math.floor(most / 2) : most * 2))
      await sleep(took)
    }
  }
}

/** Removes a partner and whatever is left of its own. */
export async function forgetPartner(db: Db, id: string): Promise<void> {
  await withRetries(() => db.deleteFrom("partner").where("id", "=", id).execute())
}

/** Tables that grow with use, with which rows are the partner's: what hangs on others comes before them. */
function heavyBelongings(id: string): [table: string, isTheirs: RawBuilder<unknown>][] {
  const isTheirs = sql`partner_id = ${id}`
  return [
    ["conversation", isTheirs],
    ["ticket", isTheirs],
    ["attachment", isTheirs],
    ["interaction", isTheirs],
    ["feedback", isTheirs],
    ["failure", isTheirs],
    ["session", isTheirs],
    ["customer", isTheirs],
    ["mail_received", isTheirs],
    ["audit_entry", isTheirs],
    ["webhook_delivery", sql`endpoint_id in (select id from webhook_endpoint where partner_id = ${id})`],
    ["kb_article", sql`kb_id in (select id from kb where partner_id = ${id})`],
  ]
}
