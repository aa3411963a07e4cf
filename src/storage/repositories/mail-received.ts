import type { MailOutcome } from "../../core/mail/incoming-mail.ts"
import type { Db } from "../database.ts"

/** Where a mail lies: its server gives each a number, which holds as long as `uidValidity` stays. */
export interface MailPlace {
  mailbox: string
  uidValidity: number
  uid: number
}

export interface MailRecord extends MailPlace {
  /** The same mail has the same, wherever it lies. */
  key: string
  /** The same for the same sender. */
  sender: string
}

/** Notes that a mail was taken; false where it was before. Whoever takes it at the same time is waited for. */
export async function recordMail(
  db: Db,
  mail: MailRecord,
  partnerId: string | undefined,
  outcome: MailOutcome,
  at: Date,
): Promise<boolean> {
  const row = await db
    .insertInto("mail_received")
    .values({
      key: mail.key,
      mailbox: mail.mailbox,
      uid_validity: mail.uidValidity,
      uid: mail.uid,
      partner_id: partnerId ?? null,
      sender: mail.sender,
      outcome,
      at: at.getTime(),
    })
    .onConflict((conflict) => conflict.column("key").doNothing())
    .returning("id")
    .executeTakeFirst()
  return row !== undefined
}

export async function setMailOutcome(db: Db, key: string, outcome: MailOutcome): Promise<void> {
  await db.updateTable("mail_received").set({ outcome }).where("key", "=", key).execute()
}

export async function mailOutcome(db: Db, key: string): Promise<MailOutcome | undefined> {
  const row = await db.selectFrom("mail_received").select("outcome").where("key", "=", key).executeTakeFirst()
  return row?.outcome as MailOutcome | undefined
}

/** What became of those of a mailbox that were read already, by their numbers there. */
export async function outcomesByUid(
  db: Db,
  { mailbox, uidValidity }: Omit<MailPlace, "uid">,
  uids: readonly number[],
): Promise<Map<number, MailOutcome>> {
  if (uids.length === 0) return new Map()
  const rows = await db
    .selectFrom("mail_received")
    .select(["uid", "outcome"])
    .where("mailbox", "=", mailbox)
    .where("uid_validity", "=", uidValidity)
    .where("uid", "in", uids)
    .execute()
  return new Map(rows.map(({ uid, outcome }) => [uid, outcome as MailOutcome]))
}

/** Mails of a sender that were taken since. */
export function takenSince(db: Db, sender: string, since: Date): Promise<number> {
  return countOf(receivedSince(db, sender, since).where("outcome", "!=", "ignored"))
}

/** Those that made a ticket. */
export function ticketsSince(db: Db, sender: string, since: Date): Promise<number> {
  return countOf(receivedSince(db, sender, since).where("outcome", "=", "ticket" satisfies MailOutcome))
}

function receivedSince(db: Db, sender: string, since: Date) {
  return db
    .selectFrom("mail_received")
    .select((eb) => eb.fn.countAll<number>().as("count"))
    .where("sender", "=", sender)
    .where("at", ">", since.getTime())
}

async function countOf(query: ReturnType<typeof receivedSince>): Promise<number> {
  return Number((await query.executeTakeFirstOrThrow()).count)
}
