import type { Partner } from "../../core/partner.ts"
import type { Day } from "../../core/stats/days.ts"
import { reportOf, type StatsReport } from "../../core/stats/report.ts"
import { requireCountable, runDay } from "../../core/stats/run-day.ts"
import type { DaySpan } from "../../core/stats/show-stats.ts"
import type { Database } from "../database.ts"
import { insertAuditEntry } from "../repositories/audit.ts"
import { statsPorts } from "./stats-ports.ts"

const TTL_MS = 5_000
const MOST_REMEMBERED = 100

/** Figures for those who help. */
export function deskStats(database: Database) {
  const ports = statsPorts(database)
  return {
    ports,
    report: remembered((partner, span) => reportOf(ports, partner, span)),
    /** Counts days anew, which the audit log says of whom. */
    async run(partner: Partner, days: readonly Day[], actor: string): Promise<void> {
      const [from, to] = [days[0], days.at(-1)]
      if (from === undefined || to === undefined) return
      await requireCountable(ports, partner, { from, to })
      const details = { from, to }
      const entry = { partnerId: partner.id, actor, action: "figures_counted", details } as const
      await insertAuditEntry(database.db, entry, ports.now())
      for (const day of days) await runDay(ports, partner, day)
    },
  }
}

/** Figures are counted once for all who ask within some seconds. */
function remembered(count: (partner: Partner, span: Partial<DaySpan>) => Promise<StatsReport>) {
  const counted = new Map<string, { at: number; report: Promise<StatsReport> }>()
  return (partner: Partner, span: Partial<DaySpan>): Promise<StatsReport> => {
    const key = `${partner.id} ${partner.settings.hours.timeZone} ${span.from} ${span.to}`
    const now = performance.now()
    for (const [other, { at }] of counted) if (now - at > TTL_MS) counted.delete(other)
    const there = counted.get(key)
    if (there) return there.report
    if (counted.size >= MOST_REMEMBERED) counted.clear()
    const report = count(partner, span)
    counted.set(key, { at: now, report })
    report.catch(() => counted.delete(key))
    return report
  }
}
