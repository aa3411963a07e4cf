import { ChatdError } from "../../core/errors.ts"
import type { Partner } from "../../core/partner.ts"
import { bearerToken } from "../../http/bearer.ts"
import { isFromPage, secretInPage } from "../../http/from-page.ts"
import { requireOwnOrigin } from "../../http/widget-partner.ts"

export interface PartnerLookup {
  byApiKey(apiKey: string): Promise<Partner | undefined>
  byId(id: string): Promise<Partner | undefined>
  byWidgetKey(widgetKey: string): Promise<Partner | undefined>
}

/**
 * Says for which partner a call is. The guide's calls carry no key: they are served for the one partner whom the
 * configuration names, from its own pages only (a server's call has no Origin header and is let in). Of any other partner,
 * servers send the secret key and pages the widget key.
 *
 * @throws {ChatdError} `unauthenticated` or `forbidden` with what to do
 */
export async function identifyPartner(
  request: Request,
  partners: PartnerLookup,
  { partner: keylessPartnerId, publicUrl }: { partner: string | undefined; publicUrl: string | undefined },
): Promise<Partner> {
  const partner = await claimedPartner(request, partners, keylessPartnerId)
  requireOwnOrigin(request, partner, publicUrl)
  return partner
}

async function claimedPartner(
  request: Request,
  partners: PartnerLookup,
  keylessPartnerId: string | undefined,
): Promise<Partner> {
  if (request.headers.has("authorization")) {
    const key = bearerToken(request)
    const fromPage = isFromPage(request)
    if (fromPage && key?.startsWith("sk_")) throw secretInPage()
    const find = fromPage ? partners.byWidgetKey : partners.byApiKey
    const partner = key ? await find(key) : undefined
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
