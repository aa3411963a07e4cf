import { ChatdError } from "./errors.ts"
import type { Partner } from "./partner.ts"
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
}

export interface CreatePartnerPorts {
  store(partner: Partner, apiKey: string): Promise<void>
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
  const name = input.name.trim()
  if (name === "" || name.length > 200) {
    throw new ChatdError("invalid_input", "name must have 1 to 200 characters.", { field: "name" })
  }
  const partner: Partner = {
    id: `partner-${ports.random(12)}`,
    name,
    domain: domainOf(input.domain),
    allowedOrigins: (input.allowedOrigins ?? []).map(originOf),
    widgetKey: `pk_${ports.random(24)}`,
    settings: DEFAULT_SETTINGS,
    createdAt: ports.now(),
  }
  const apiKey = `sk_${ports.random(40)}`
  await ports.store(partner, apiKey)
  return { ...partner, apiKey }
}

function domainOf(text: string): string {
  const trimmed = text.trim().toLowerCase()
  try {
    const { hostname } = new URL(trimmed.includes("://") ? trimmed : `http://${trimmed}`)
    if (hostname) return hostname
  } catch {
    // Said below.
  }
  throw new ChatdError("invalid_input", "domain must be a host name such as example.com.", {
    field: "domain",
  })
}

function originOf(text: string): string {
  try {
    const { origin } = new URL(text)
    if (origin !== "null") return origin
  } catch {
    // Said below.
  }
  throw new ChatdError("invalid_input", `${text} is not an origin such as https://www.example.com.`, {
    field: "allowedOrigins",
  })
}
