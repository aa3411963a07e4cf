import { type SqlBool, sql } from "kysely"
import type { Person, PersonPorts } from "../core/privacy/person.ts"
import type { ErasureReceipt } from "../core/privacy/receipt.ts"
import type { Database } from "./database.ts"
import { type Erased, erase, wouldErase } from "./privacy/erase.ts"
import { exportPerson, type PersonExport } from "./privacy/export.ts"
import type { Subject } from "./privacy/gather.ts"
import { listReceipts } from "./privacy/receipts.ts"
import { insertAuditEntry } from "./repositories/audit.ts"
import { customerByExternalId, customerOf } from "./repositories/customers.ts"

/** Gives out and erases what belongs to people. */
export interface Belongings {
  /** Undefined where nothing is theirs. */
  export(person: Person, actor: string): Promise<PersonExport | undefined>
  wouldErase(person: Person): Promise<Erased>
  /** Undefined where nothing is theirs. */
  erase(person: Person, actor: string): Promise<ErasureReceipt | undefined>
  receipts(partnerId: string, limit: number): Promise<ErasureReceipt[]>
}

/** @param onGone told of what was erased, to forget it and to end who listens to it */
export function privacyPorts(
  database: Database,
  onGone: (partnerId: string, erased: Erased) => void,
): PersonPorts & Belongings {
  const { db } = database
  return {
    customerByExternalId: (...asked) => customerByExternalId(db, ...asked),
    async customersByEmail(partnerId, email) {
      const rows = await db
        .selectFrom("customer")
        .selectAll()
        .where("partner_id", "=", partnerId)
        .where(sql<SqlBool>`lower(email) = ${email}`)
        .orderBy("id")
        .execute()
      return rows.map(customerOf)
    },
    async export(person, actor) {
      const exported = await exportPerson(database, subjectOf(person))
      if (Object.keys(exported.records).length === 0) return undefined
      const { partnerId } = person
      const counts = Object.entries(exported.records).map(([table, rows]) => [table, rows.length])
      const details = { exported: Object.fromEntries(counts) }
      await insertAuditEntry(db, { partnerId, actor, action: "customer_exported", details }, new Date())
      return exported
    },
    wouldErase: (person) => wouldErase(database, subjectOf(person)),
    erase: (person, actor) =>
      erase(database, subjectOf(person), actor, (erased) => onGone(person.partnerId, erased)),
    receipts: (partnerId, limit) => listReceipts(db, partnerId, limit),
  }
}

function subjectOf({ partnerId, customers, userIds, emails }: Person): Subject {
  return { partnerId, customerIds: customers.map(({ id }) => id), conversationIds: [], userIds, emails }
}
