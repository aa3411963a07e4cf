import type { ServerAuditAction, ServerAuditEntry, StoredServerAuditEntry } from "../../core/audit.ts"
import type { Db } from "../database.ts"

export async function insertServerAuditEntry(
  db: Db,
  { actor, action, target, details }: ServerAuditEntry,
  at: Date,
): Promise<void> {
  await db
    .insertInto("server_audit_entry")
    .values({
      at: at.getTime(),
      actor,
      action,
      target: target ?? null,
      details: details ? JSON.stringify(details) : null,
    })
    .execute()
}

/** The newest first. */
export async function serverAuditEntries(db: Db, limit: number): Promise<StoredServerAuditEntry[]> {
  const rows = await db
    .selectFrom("server_audit_entry")
    .selectAll()
    .orderBy("id", "desc")
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    id: row.id,
    at: new Date(row.at),
    actor: row.actor,
    action: row.action as ServerAuditAction,
    ...(row.target !== null && { target: row.target }),
    ...(row.details !== null && { details: JSON.parse(row.details) }),
  }))
}
