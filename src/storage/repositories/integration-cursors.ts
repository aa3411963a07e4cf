import type { Db } from "../database.ts"
import { leaseIsOver } from "./lease-ends.ts"

/**
 * How far a system has been read, for whoever may read on now; undefined where somebody else does. It is theirs until the
 * lease ends.
 *
 * @param first where nobody has read yet
 */
export async function claimCursor(
  db: Db,
  name: string,
  { first, now, leaseMs }: { first: Date; now: Date; leaseMs: number },
): Promise<Date | undefined> {
  await db
    .insertInto("integration_cursor")
    .values({ name, at: first.getTime(), lease_until: 0 })
    .onConflict((conflict) => conflict.column("name").doNothing())
    .execute()
  const row = await db
    .updateTable("integration_cursor")
    .set({ lease_until: now.getTime() + leaseMs })
    .where("name", "=", name)
    .where(leaseIsOver(now.getTime(), leaseMs))
    .returning("at")
    .executeTakeFirst()
  return row && new Date(row.at)
}

/** It has been read up to here. Never goes back. */
export async function moveCursor(db: Db, name: string, at: Date): Promise<void> {
  await db
    .updateTable("integration_cursor")
    .set({ at: at.getTime() })
    .where("name", "=", name)
    .where("at", "<", at.getTime())
    .execute()
}

/** Somebody else may read on at once. */
export async function releaseCursor(db: Db, name: string): Promise<void> {
  await db.updateTable("integration_cursor").set({ lease_until: 0 }).where("name", "=", name).execute()
}
