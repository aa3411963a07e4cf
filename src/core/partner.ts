import { ChatdError } from "./errors.ts"
import type { PartnerSettings } from "./partner-settings.ts"

/** A tenant: a company whose customers chatd serves. */
export interface Partner {
  id: string
  name: string
  /** Its site, e.g. `example.com`; pages of this domain and below may call the API from a browser. */
  domain: string
  /** Further origins that may, e.g. `http://localhost:3000`. */
  allowedOrigins: readonly string[]
  settings: PartnerSettings
  /** Since when `settings.answering.mode` is what it is, in milliseconds since 1970; 0: always. */
  answeringSince: number
  createdAt: Date
}

/**
 * A partner as they are now: what is set holds from the next message on, on sockets that are open as well.
 *
 * @throws {ChatdError} `unauthenticated` where they are gone
 */
export async function requirePartner(
  byId: (id: string) => Promise<Partner | undefined>,
  id: string,
): Promise<Partner> {
  const partner = await byId(id)
  if (partner) return partner
  throw new ChatdError("unauthenticated", "This partner is not served here any more.")
}

/** Whether a page of `origin` may speak for the partner's customers. */
export function allowsOrigin(partner: Partner, origin: string): boolean {
  if (partner.allowedOrigins.includes(origin)) return true
  const host = hostOf(origin)
  const domain = partner.domain.toLowerCase()
  return host !== undefined && (host === domain || host.endsWith(`.${domain}`))
}

function hostOf(origin: string): string | undefined {
  try {
    return new URL(origin).hostname
  } catch {
    return undefined
  }
}
