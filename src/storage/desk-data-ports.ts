import { type CustomerChanges, customerRef, type StoredCustomer, vouchedFor } from "../core/customers.ts"
import type { Partner } from "../core/partner.ts"
import { showToday, type Today } from "../core/today/show-today.ts"
import type { Database } from "./database.ts"
import { insertAuditEntry } from "./repositories/audit.ts"
import { cannedReplyPorts } from "./repositories/canned-replies.ts"
import { conversationCounts, findCustomersPorts } from "./repositories/customer-search.ts"
import { updateCustomer } from "./repositories/customers.ts"
import { searchPorts } from "./repositories/message-search.ts"
import { signOutCustomer } from "./repositories/sign-out-customer.ts"
import { todayPorts } from "./repositories/today.ts"
import { deskStats } from "./stats/desk-stats.ts"

/** What agents look things up with. */
export function dataPorts(database: Database) {
  const { db } = database
  const ports = todayPorts(db)
  return {
    search: searchPorts(database),
    customers: {
      ...findCustomersPorts(db),
      conversationCounts: (ids: readonly number[]) => conversationCounts(db, ids),
      changeCustomer: (customer: StoredCustomer, changes: CustomerChanges, actor: string) =>
        db.transaction().execute(async (trx) => {
          const at = new Date()
          const changed = await updateCustomer(trx, customer, vouchedFor(changes), at)
          const { partnerId } = customer
          // What they are called now is theirs to have forgotten: the log says only what was changed.
          const details = { changed: Object.keys(changes) }
          const entry = { partnerId, actor, target: customerRef(customer), details }
          if (changed !== customer) await insertAuditEntry(trx, { ...entry, action: "customer_changed" }, at)
          return changed
        }),
      signOut: (customer: StoredCustomer, actor: string) =>
        signOutCustomer(database, customer, actor, new Date()),
    },
    cannedReplies: (actor: string) => cannedReplyPorts(db, actor),
    stats: deskStats(database),
    today: rememberedToday((partner) => showToday(ports, partner)),
  }
}

const TODAY_TTL_MS = 5_000

/** A day is counted once for all who ask within some seconds. */
function rememberedToday(count: (partner: Partner) => Promise<Today>): (partner: Partner) => Promise<Today> {
  const counted = new Map<string, { at: number; timeZone: string; today: Promise<Today> }>()
  return (partner) => {
    const { timeZone } = partner.settings.hours
    const now = performance.now()
    for (const [id, { at }] of counted) if (now - at > TODAY_TTL_MS) counted.delete(id)
    const there = counted.get(partner.id)
    if (there && there.timeZone === timeZone) return there.today
    const today = count(partner)
    counted.set(partner.id, { at: now, timeZone, today })
    today.catch(() => counted.delete(partner.id))
    return today
  }
}
