import type { Partner } from "../partner.ts"
import { siteOrigin } from "./site-origin.ts"

/** Sites that a partner's pages can name: nobody fills the knowledge base through them. */
export const MOST_SITES = 10
const LONGEST_DESCRIPTION = 1_000

/** What a client says its chat is about. */
export interface NamedSite {
  url: string
  description: string
  /** Who says so: a page of the partner, its server, or anybody who knows a key that everybody may know. */
  by: "page" | "server" | "anybody"
}

export interface NoticeSitePorts {
  /** Takes a site in that is not known yet, to be read soon; false where it is known, or there are so many already. */
  addSite(partnerId: string, origin: string, requestedBy: string, most: number): Promise<boolean>
  /** Keeps what the partner's server says that a site is, for all of its customers. */
  describe(partnerId: string, host: string, description: string): Promise<void>
  /** There is a site to read. */
  wake(): void
  /** A page names a site that is none of its partner's. */
  refused(partner: Partner, url: string): void
}

/**
 * Takes in which site a chat is about: at first sight it is read into the partner's knowledge base, if it is one of the
 * partner's. What the partner's server says that it is counts as context for everybody.
 */
export async function noticeSite(ports: NoticeSitePorts, partner: Partner, site: NamedSite): Promise<void> {
  if (!partner.settings.sites.enabled) return
  const url = site.url.trim()
  const origin = url === "" ? undefined : siteOrigin(partner, url)
  if (origin && (await ports.addSite(partner.id, origin, site.by, MOST_SITES))) ports.wake()
  if (url !== "" && !origin) ports.refused(partner, url)
  const said = site.by === "server" ? saidOf(partner, site) : undefined
  if (said) await ports.describe(partner.id, said.host, said.text)
}

/** What a site is said to be, and which one. */
export function saidOf(
  partner: Pick<Partner, "domain">,
  { url, description }: Pick<NamedSite, "url" | "description">,
): { host: string; text: string } | undefined {
  const text = plainText(description)
  return text === "" ? undefined : { host: hostOf(url.trim()) ?? partner.domain, text }
}

/** Words alone: neither links, nor marks that would be drawn, nor what nobody can see. */
function plainText(given: string): string {
  const text = given
    .replaceAll(/https?:\/\/\S+/gi, " ")
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, " ")
    .replaceAll(/[<>[\]()`*_#|~\\]/g, " ")
    .replaceAll(/\s+/g, " ")
    .trim()
  return text.slice(0, LONGEST_DESCRIPTION).trim()
}

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).hostname || undefined : undefined
}
