import { type SqlBool, sql } from "kysely"
import type { Partner } from "../core/partner.ts"
import type { Person, PersonPorts } from "../core/privacy/person.ts"
import type { ErasureReceipt } from "../core/privacy/receipt.ts"
import type { Swept } from "../core/privacy/retention.ts"
import { withAsciiDomain } from "../email-address.ts"
import type { Database } from "./database.ts"
import { type Erased, erase, wouldErase } from "./privacy/erase.ts"
import { exportPerson, type PersonExport } from "./privacy/export.ts"
import type { Subject } from "./privacy/gather.ts"
import { listReceipts } from "./privacy/receipts.ts"
import type { Step } from "./privacy/retention.ts"
import { scrub } from "./privacy/scrub.ts"
import { sweep, wouldSweep } from "./privacy/sweep.ts"
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
  wouldSweep(partner: Partner): Promise<Swept>
  /** Erases what the partner keeps no longer, for some seconds. */
  sweep(partner: Partner, actor: string): Promise<Swept>
}

/** So long a call erases what is too old; another one goes on. */
const SWEEP_MS = 5_000

/** @param onGone told of what was erased, to forget it and to end who listens to it */
export function privacyPorts(
  database: Database,
  onGone: (partnerId: string, gone: Step["gone"]) => void,
): PersonPorts & Belongings {
  const { db } = database
  return {
    customerByExternalId: (...asked) => customerByExternalId(db, ...asked),
    keptAddress: withAsciiDomain,
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
      if (Object.keys(exported.counts).length === 0) return undefined
      const { partnerId } = person
      const details = { exported: exported.counts }
      await insertAuditEntry(db, { partnerId, actor, action: "customer_exported", details }, new Date())
      return exported
    },
    wouldErase: (person) => wouldErase(database, subjectOf(person)),
    erase: (person, actor) =>
      erase(database, subjectOf(person), actor, (erased) => onGone(person.partnerId, erased)),
    receipts: (partnerId, limit) => listReceipts(db, partnerId, limit),
    wouldSweep: (partner) => wouldSweep(database, partner),
    async sweep(partner, actor) {
      const until = performance.now() + SWEEP_MS
      const swept = await sweep(database, partner, {
        actor,
        onGone: (gone) => onGone(partner.id, gone),
        goesOn: () => performance.now() < until,
      })
      if (swept.isDone && Object.keys(swept.rows).length > 0) await scrub(database)
      return swept
    },
  }
}

function subjectOf({ partnerId, customers, userIds, emails }: Person): Subject {
  return { partnerId, customerIds: customers.map(({ id }) => id), userIds, emails }
}
