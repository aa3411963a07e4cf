import type { Partner } from "../../core/partner.ts"
import { type KeptUntil, keptUntil, type Swept } from "../../core/privacy/retention.ts"
import { countDaysThen } from "../../core/stats/count-days.ts"
import { endOfLastDay } from "../../core/stats/run-day.ts"
import type { Database, Db } from "../database.ts"
import { beginAuditEntry } from "../repositories/audit.ts"
import { statsPorts } from "../stats/stats-ports.ts"
import { forgetOrphanedJobs } from "./orphaned-jobs.ts"
import { countTooOld, eraseTooOld, type Step } from "./retention.ts"

type Counts = Readonly<Record<string, number>>
type SweptPartner = Pick<Partner, "id" | "settings">

/** What the next sweep would erase; what hangs on it is not counted. */
export async function wouldSweep(database: Database, partner: SweptPartner): Promise<Swept> {
  const rules = rulesOf(partner)
  return { rules, rows: await countTooOld(database, partner.id, rules), isDone: true }
}

export interface SweepOptions {
  /** Stands in the audit log. */
  actor: string
  /** Told after each transaction. */
  onGone(gone: Step["gone"]): void
  /** Asked between two transactions. */
  goesOn(): boolean
}

/**
 * Erases what a partner keeps no longer. Its days are counted before, and while it goes on nobody counts: what was erased is
 * in the figures that stay. One server at a time does so for a partner. What was deleted is still to be scrubbed.
 */
export async function sweep(
  database: Database,
  partner: SweptPartner,
  { actor, onGone, goesOn }: SweepOptions,
): Promise<Swept> {
  const rules = rulesOf(partner)
  const total: Record<string, number> = {}
  if (rules.length === 0) return { rules, rows: total, isDone: true }
  const note = auditNote(partner.id, actor)
  let isDone = false
  await countDaysThen(statsPorts(database), partner, goesOn, async (keepLease) => {
    let keptAt = performance.now()
    let steppedAt = performance.now()
    for await (const { counts, gone } of eraseTooOld(database, partner.id, rules, note)) {
      for (const [table, count] of Object.entries(counts)) total[table] = (total[table] ?? 0) + count
      onGone(gone)
      if (!goesOn()) return
      if (performance.now() - keptAt > KEEP_MS) {
        await keepLease()
        keptAt = performance.now()
      }
      // Whoever came meanwhile is served first.
      const took = performance.now() - steppedAt
      await new Promise((resolve) => setTimeout(resolve, Math.max(LEAST_PAUSE_MS, took)))
      steppedAt = performance.now()
    }
    isDone = true
  })
  if (isDone) await forgetOrphanedJobs(database)
  return { rules, rows: total, isDone }
}

/** Nothing goes of a day whose figures are not counted yet. */
function rulesOf({ settings }: SweptPartner): KeptUntil[] {
  const now = new Date()
  const counted = endOfLastDay(settings.hours.timeZone, now)
  return keptUntil(settings, now).map((rule) => ({ ...rule, before: Math.min(rule.before, counted) }))
}

/** A server that erases serves others for as long as it does so. */
const LEAST_PAUSE_MS = 1
const KEEP_MS = 30_000

/** One entry a sweep, written with the first transaction and changed with each. */
function auditNote(partnerId: string, actor: string) {
  const erased: Record<string, number> = {}
  let id: number | undefined
  return async (trx: Db, counts: Counts): Promise<void> => {
    const sum = { ...erased }
    for (const [table, count] of Object.entries(counts)) sum[table] = (sum[table] ?? 0) + count
    const details = { erased: sum }
    if (id === undefined) {
      const entry = { partnerId, actor, action: "retention_applied", details } as const
      id = await beginAuditEntry(trx, entry, new Date())
    } else
      await trx
        .updateTable("audit_entry")
        .set({ details: JSON.stringify(details) })
        .where("id", "=", id)
        .execute()
    Object.assign(erased, sum)
  }
}
