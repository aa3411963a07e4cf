import { type AuditAction, OPERATOR } from "../../core/audit.ts"
import type { Db } from "../database.ts"
import { insertAuditEntry } from "../repositories/audit.ts"
import { listPartners } from "../repositories/partners.ts"

/** What concerns everybody's data is in everybody's audit log. */
export function noteForAll(
  db: Db,
  action: AuditAction,
  details: Readonly<Record<string, unknown>>,
  at: Date,
): Promise<void> {
  return db.transaction().execute(async (trx) => {
    for (const { id } of await listPartners(trx))
      await insertAuditEntry(trx, { partnerId: id, actor: OPERATOR, action, details }, at)
  })
}
