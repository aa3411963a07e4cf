import type { Partner } from "./partner.ts"
import { checkedDomain, checkedName, checkedOrigin } from "./partner-details.ts"
import { KEY_KINDS, makeKey, type NewKey } from "./partner-keys.ts"
import { DEFAULT_SETTINGS } from "./partner-settings.ts"

export interface NewPartnerInput {
  name: string
  /** `example.com`; a full address is cut down to it. */
  domain: string
  allowedOrigins?: readonly string[]
}

export interface PartnerKeys {
  /** Secret; shown this once and stored only as a hash. */
  apiKey: string
  /** Publishable, for pages. */
  widgetKey: string
  /** What the partner's server signs its customers' ids with. */
  identitySecret: string
}

export interface CreatePartnerPorts {
  store(partner: Partner, keys: readonly NewKey[]): Promise<void>
  /** Characters that nobody can guess. */
  random(length: number): string
  now(): Date
}

/**
 * Registers a tenant and makes its keys.
 *
 * @throws {ChatdError} `invalid_input` naming `name`, `domain` or `allowedOrigins`
 */
export async function createPartner(
  ports: CreatePartnerPorts,
  input: NewPartnerInput,
): Promise<Partner & PartnerKeys> {
  const partner: Partner = {
    id: `partner-${ports.random(12)}`,
    name: checkedName(input.name),
    domain: checkedDomain(input.domain),
    allowedOrigins: (input.allowedOrigins ?? []).map(checkedOrigin),
    settings: DEFAULT_SETTINGS,
    answeringSince: 0,
    createdAt: ports.now(),
  }
  const keys = KEY_KINDS.map((kind) => makeKey(kind, ports.random))
  await ports.store(partner, keys)
  const [apiKey, widgetKey, identitySecret] = keys.map(({ key }) => key) as [string, string, string]
  return { ...partner, apiKey, widgetKey, identitySecret }
}
