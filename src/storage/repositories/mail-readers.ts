import { sql } from "kysely"
import type { Db } from "../database.ts"
import { leaseIsOver } from "./lease-ends.ts"

/** How far a mailbox was read. */
export interface MailReader {
  uidValidity: number
  /** Everything up to this number was looked at. */
  upTo: number
  /** When it was first looked into. */
  since: Date
}

/**
 * Takes a mailbox to read from for a while, or goes on with it: of several servers on one database one reads.
 *
 * @returns how far it was read; undefined where another server has it
 */
export async function leaseMailbox(
  db: Db,
  mailbox: string,
  owner: string,
  at: Date,
  leaseMs: number,
): Promise<MailReader | undefined> {
  const now = at.getTime()
  await db
    .insertInto("mail_reader")
    .values({ mailbox, since: now })
    .onConflict((conflict) => conflict.column("mailbox").doNothing())
    .execute()
  const row = await db
    .updateTable("mail_reader")
    .set({
      owner,
      lease_until: now + leaseMs,
      // By a clock that was ahead, new mail would count as older until that time.
      since: sql<number>`case when since > ${now} then ${now} else since end`,
    })
    .where("mailbox", "=", mailbox)
    .where((eb) => eb.or([eb("owner", "=", owner), leaseIsOver(now, leaseMs)]))
    .returningAll()
    .executeTakeFirst()
  return row && { uidValidity: row.uid_validity, upTo: row.up_to, since: new Date(row.since) }
}

/** Lets another server read at once. */
export async function leaveMailbox(db: Db, mailbox: string, owner: string): Promise<void> {
  await db
    .updateTable("mail_reader")
    .set({ owner: null, lease_until: 0 })
    .where("mailbox", "=", mailbox)
    .where("owner", "=", owner)
    .execute()
}

export async function saveProgress(
  db: Db,
  mailbox: string,
  { uidValidity, upTo }: Pick<MailReader, "uidValidity" | "upTo">,
): Promise<void> {
  await db
    .updateTable("mail_reader")
    .set({ uid_validity: uidValidity, up_to: upTo })
    .where("mailbox", "=", mailbox)
    .execute()
}
