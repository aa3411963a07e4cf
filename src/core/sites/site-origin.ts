import type { Partner } from "../partner.ts"

/**
 * The origin of a site, where the partner's bot may read it: its domain and below, its allowed origins, and what
 * `sites.domains` names. A port that is not the scheme's own must be named with its origin.
 */
export function siteOrigin(
  { domain, allowedOrigins, settings }: Pick<Partner, "domain" | "allowedOrigins" | "settings">,
  address: string,
): string | undefined {
  if (!URL.canParse(address)) return undefined
  const { protocol, origin, hostname, port, username, password } = new URL(address)
  if ((protocol !== "https:" && protocol !== "http:") || username || password) return undefined
  const named = settings.sites.domains
  if (allowedOrigins.includes(origin) || named.some((one) => isOrigin(one, origin))) return origin
  const isBelow = (one: string) => hostname === one || hostname.endsWith(`.${one}`)
  const domains = [domain, ...named].map((one) => one.toLowerCase())
  return port === "" && domains.some(isBelow) ? origin : undefined
}

function isOrigin(named: string, origin: string): boolean {
  return URL.canParse(named) && new URL(named).origin === origin
}
