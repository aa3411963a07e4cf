import type { PartnerSettings } from "../partner-settings.ts"

/** What goes by its age. */
export type Aging =
  | "conversation"
  | "ticket"
  | "attachment"
  | "feedback"
  | "interaction"
  | "failure"
  | "session"
  | "customer"
  | "audit_entry"

export interface KeptUntil {
  what: Aging
  /** What is older goes. */
  before: number
}

/** What was too old. */
export interface Swept {
  rules: readonly KeptUntil[]
  /** Rows by table: that would go, or went. */
  rows: Readonly<Record<string, number>>
  /** Whether nothing is left that is too old. */
  isDone: boolean
}

const DAY_MS = 86_400_000

/**
 * What a partner keeps for so long only, in the order in which it goes: what others hang on comes before them. What is kept
 * for ever is not named.
 */
export function keptUntil({ privacy }: Pick<PartnerSettings, "privacy">, now: Date): KeptUntil[] {
  const days: readonly [Aging, number][] = [
    ["conversation", privacy.retentionDays],
    ["ticket", privacy.ticketRetentionDays],
    ["attachment", privacy.fileRetentionDays],
    ["feedback", privacy.crmRetentionDays],
    ["interaction", privacy.crmRetentionDays],
    ["failure", privacy.crmRetentionDays],
    ["session", privacy.crmRetentionDays],
    ["customer", privacy.retentionDays],
    ["audit_entry", privacy.auditDays],
  ]
  return days.flatMap(([what, kept]) => (kept > 0 ? { what, before: now.getTime() - kept * DAY_MS } : []))
}
