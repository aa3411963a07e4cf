import type { Failures } from "../../core/agents/lock-out.ts"
import type { Db } from "../database.ts"
import { secretHash } from "../secret-hash.ts"

/** What is older counts for nothing; it was an address that nobody has, as often as not. */
const KEPT_MS = 86_400_000

export interface FailuresChange {
  before: Failures | undefined
  after: Failures | undefined
}

/**
 * Changes what is known of failures under a key, and nobody else in between: where the row is another by then, `change` is
 * asked again.
 *
 * @param change undefined: it stays
 */
export async function changeFailures(
  db: Db,
  name: string,
  change: (before: Failures | undefined) => Failures | undefined,
): Promise<FailuresChange> {
  const key = secretHash(name)
  for (;;) {
    const before = await failuresOf(db, name)
    const after = change(before)
    if (!after) return { before, after }
    const isDone = before ? await replaced(db, key, before, after) : await inserted(db, key, after)
    if (isDone) return { before, after }
  }
}

export async function forgetFailures(db: Db, name: string): Promise<boolean> {
  const key = secretHash(name)
  const row = await db
    .deleteFrom("sign_in_failure")
    .where("key", "=", key)
    .returning("key")
    .executeTakeFirst()
  return row !== undefined
}

export async function failuresOf(db: Db, name: string): Promise<Failures | undefined> {
  const row = await db
    .selectFrom("sign_in_failure")
    .selectAll()
    .where("key", "=", secretHash(name))
    .executeTakeFirst()
  return row && { count: row.count, lockedUntil: row.locked_until, at: row.at }
}

async function replaced(db: Db, key: string, before: Failures, after: Failures): Promise<boolean> {
  const row = await db
    .updateTable("sign_in_failure")
    .set({ count: after.count, locked_until: after.lockedUntil, at: after.at })
    .where("key", "=", key)
    .where("count", "=", before.count)
    .where("locked_until", "=", before.lockedUntil)
    .where("at", "=", before.at)
    .returning("key")
    .executeTakeFirst()
  return row !== undefined
}

/** Invented addresses must not fill the table: with each new one the old ones go. */
function inserted(db: Db, key: string, { count, lockedUntil, at }: Failures): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    await trx
      .deleteFrom("sign_in_failure")
      .where("at", "<", at - KEPT_MS)
      .execute()
    const row = await trx
      .insertInto("sign_in_failure")
      .values({ key, count, locked_until: lockedUntil, at })
      .onConflict((conflict) => conflict.column("key").doNothing())
      .returning("key")
      .executeTakeFirst()
    return row !== undefined
  })
}
