import type { AuditEntry } from "./audit.ts"
import { ChatdError } from "./errors.ts"
import type { Partner } from "./partner.ts"
import { checkedDomain, checkedName, checkedOrigin } from "./partner-details.ts"

export type PartnerChanges = Pick<Partner, "name" | "domain" | "allowedOrigins" | "settings">

export interface ChangePartnerPorts {
  /**
   * Hands the partner as it is to `change`, and saves and notes what comes of it; nobody else changes it meanwhile, and what
   * throws changes nothing. Undefined where the partner is gone.
   */
  change(
    partnerId: string,
    change: (before: Partner) => { after: Partner; entry: AuditEntry | undefined },
    at: Date,
  ): Promise<Partner | undefined>
  now(): Date
}

export interface PartnerChange {
  /** What it is to be, from what it is. */
  changes(before: Partner): PartnerChanges
  /** What the audit log is told; undefined: nothing is another. */
  details(before: PartnerChanges, after: PartnerChanges): AuditEntry["details"]
  actor: string
}

/**
 * Gives a partner new details and settings.
 *
 * @throws {ChatdError} `invalid_input` naming `name`, `domain` or `allowedOrigins`; `not_found`
 */
export async function changePartner(
  ports: ChangePartnerPorts,
  partnerId: string,
  { changes, details, actor }: PartnerChange,
): Promise<Partner> {
  const at = ports.now()
  const change = (before: Partner) => {
    const after = changed(before, changes(before), at)
    const what = details(before, after)
    const entry: AuditEntry | undefined = what && {
      partnerId,
      actor,
      action: "settings_changed",
      details: what,
    }
    return { after, entry }
  }
  const saved = await ports.change(partnerId, change, at)
  if (saved) return saved
  throw new ChatdError("not_found", `There is no partner ${partnerId} any more.`)
}

function changed(before: Partner, changes: PartnerChanges, at: Date): Partner {
  const isSameMode = changes.settings.answering.mode === before.settings.answering.mode
  return {
    ...before,
    // What stays as it is may be from before it was checked so.
    name: changes.name === before.name ? before.name : checkedName(changes.name),
    domain: changes.domain === before.domain ? before.domain : checkedDomain(changes.domain),
    allowedOrigins: changes.allowedOrigins.map(checkedOrigin),
    settings: changes.settings,
    answeringSince: isSameMode ? before.answeringSince : at.getTime(),
  }
}
