import { ChatdError } from "../../core/errors.ts"
import { allowsOrigin, type Partner } from "../../core/partner.ts"
import { bearerToken } from "../../http/bearer.ts"

export interface PartnerLookup {
  byApiKey(apiKey: string): Promise<Partner | undefined>
  byId(id: string): Promise<Partner | undefined>
}

/**
 * Says for which partner a call is. The guide's calls carry no key: they are served for the one partner whom the
 * configuration names, from its own pages only (a server's call has no Origin header and is let in).
 *
 * @throws {ChatdError} `unauthenticated` or `forbidden` with what to do
 */
export async function identifyPartner(
  request: Request,
  partners: PartnerLookup,
  keylessPartnerId: string | undefined,
): Promise<Partner> {
  const partner = await claimedPartner(request, partners, keylessPartnerId)
  const origin = request.headers.get("origin")
  if (origin && !isOwnPage(origin, request) && !allowsOrigin(partner, origin)) {
    throw new ChatdError(
      "forbidden",
      `Pages of ${origin} may not use this API; add it to the partner's allowed origins.`,
    )
  }
  return partner
}

/** Whether the page came from this server. Behind a TLS proxy its scheme is another one, its host is not. */
function isOwnPage(origin: string, request: Request): boolean {
  return URL.canParse(origin) && new URL(origin).host === new URL(request.url).host
}

async function claimedPartner(
  request: Request,
  partners: PartnerLookup,
  keylessPartnerId: string | undefined,
): Promise<Partner> {
  if (request.headers.has("authorization")) {
    const key = bearerToken(request)
    const partner = key ? await partners.byApiKey(key) : undefined
    if (partner) return partner
    throw new ChatdError(
      "unauthenticated",
      "The API key is not valid. Send it as: Authorization: Bearer your-api-key",
    )
  }
  const partner = keylessPartnerId ? await partners.byId(keylessPartnerId) : undefined
  if (partner) return partner
  throw new ChatdError(
    "unauthenticated",
    "An API key is required: Authorization: Bearer your-api-key. (Calls without one are served for the partner that crm.partner names.)",
  )
}
