import { ChatdError } from "./errors.ts"
import type { Partner } from "./partner.ts"
import { checkedDomain, checkedName, checkedOrigin } from "./partner-details.ts"

export type PartnerChanges = Pick<Partner, "name" | "domain" | "allowedOrigins" | "settings">

export interface ChangePartnerPorts {
  /** False where the partner is gone. */
  save(partner: Partner): Promise<boolean>
  now(): Date
}

/**
 * Gives a partner new details and settings.
 *
 * @throws {ChatdError} `invalid_input` naming `name`, `domain` or `allowedOrigins`; `not_found`
 */
export async function changePartner(
  ports: ChangePartnerPorts,
  partner: Partner,
  changes: PartnerChanges,
): Promise<Partner> {
  const changed: Partner = {
    ...partner,
    name: checkedName(changes.name),
    domain: checkedDomain(changes.domain),
    allowedOrigins: changes.allowedOrigins.map(checkedOrigin),
    settings: changes.settings,
    answeringSince:
      changes.settings.answering.mode === partner.settings.answering.mode
        ? partner.answeringSince
        : ports.now().getTime(),
  }
  if (await ports.save(changed)) return changed
  throw new ChatdError("not_found", `There is no partner ${partner.id} any more.`)
}
