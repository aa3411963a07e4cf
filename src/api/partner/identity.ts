import { ChatdError } from "../../core/errors.ts"
import type { Partner } from "../../core/partner.ts"
import { bearerToken } from "../../http/bearer.ts"
import { isFromPage, secretInPage } from "../../http/from-page.ts"

export interface ApiKeyLookup {
  byApiKey(apiKey: string): Promise<Partner | undefined>
}

/**
 * Whose server is calling: the partner of the secret key. In a page that key would be everybody's.
 *
 * @throws {ChatdError} `unauthenticated` or `forbidden` with what to do
 */
export async function identifyServer(request: Request, partners: ApiKeyLookup): Promise<Partner> {
  const key = bearerToken(request)
  if (!key) throw unauthenticated("An API key is required: Authorization: Bearer your-api-key")
  if (key.startsWith("pk_"))
    throw unauthenticated(
      "This is a widget key, which opens the chat and nothing else. Call from your server, with the secret key (sk_…).",
    )
  // Before the key is looked at: a page learns nothing about it.
  if (isFromPage(request)) throw secretInPage()
  const partner = await partners.byApiKey(key)
  if (partner) return partner
  throw unauthenticated("The API key is not valid. Send it as: Authorization: Bearer your-api-key")
}

function unauthenticated(sentence: string): ChatdError {
  return new ChatdError("unauthenticated", sentence)
}
