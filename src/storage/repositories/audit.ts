import type { AuditEntry, StoredAuditEntry } from "../../core/audit.ts"
import type { Db } from "../database.ts"

export async function insertAuditEntry(db: Db, entry: AuditEntry, at: Date): Promise<void> {
  await db.insertInto("audit_entry").values(rowOf(entry, at)).execute()
}

/** Of something that goes on: its details are stored again as they come. */
export async function beginAuditEntry(db: Db, entry: AuditEntry, at: Date): Promise<number> {
  const { id } = await db
    .insertInto("audit_entry")
    .values(rowOf(entry, at))
    .returning("id")
    .executeTakeFirstOrThrow()
  return id
}

function rowOf({ partnerId, actor, action, target, details }: AuditEntry, at: Date) {
  return {
    partner_id: partnerId,
    at: at.getTime(),
    actor,
    action,
    target: target ?? null,
    details: details ? JSON.stringify(details) : null,
  }
}

/** The newest first. */
export async function auditEntries(
  db: Db,
  partnerId: string,
  { before, limit }: { before: number | undefined; limit: number },
): Promise<StoredAuditEntry[]> {
  let entries = db
    .selectFrom("audit_entry")
    .selectAll()
    .where("partner_id", "=", partnerId)
    .orderBy("id", "desc")
    .limit(limit)
  if (before !== undefined) entries = entries.where("id", "<", before)
  return (await entries.execute()).map((row) => ({
    id: row.id,
    partnerId: row.partner_id,
    at: new Date(row.at),
    actor: row.actor,
    action: row.action as AuditEntry["action"],
    ...(row.target !== null && { target: row.target }),
    ...(row.details !== null && { details: JSON.parse(row.details) }),
  }))
}
