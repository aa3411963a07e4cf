import { ChatdError } from "../core/errors.ts"
import { allowsOrigin, type Partner } from "../core/partner.ts"
import { isOwnPage } from "./own-page.ts"

/**
 * The partner whose widget key a page shows.
 *
 * @throws {ChatdError} `unauthenticated` for a key that is not valid, `forbidden` for pages of others
 */
export async function widgetPartner(
  request: Request,
  key: string,
  byWidgetKey: (key: string) => Promise<Partner | undefined>,
  publicUrl?: string,
): Promise<Partner> {
  if (key.startsWith("sk_")) {
    throw new ChatdError(
      "forbidden",
      "This is a secret key. Pages use the widget key, which begins with pk_.",
    )
  }
  const partner = await byWidgetKey(key)
  if (!partner) {
    throw new ChatdError("unauthenticated", "A valid widget key is required; it begins with pk_.")
  }
  requireOwnOrigin(request, partner, publicUrl)
  return partner
}

/**
 * @param publicUrl what the world calls this server: behind a proxy it may be called otherwise
 * @throws {ChatdError} `forbidden` where a page calls that is not one of the partner's
 */
export function requireOwnOrigin(request: Request, partner: Partner, publicUrl?: string): void {
  const origin = request.headers.get("origin")
  if (!origin || isOwnPage(origin, request) || allowsOrigin(partner, origin)) return
  if (publicUrl && new URL(publicUrl).origin === origin) return
  throw foreignPage(origin)
}

/** What a page gets that is none of the partner's. */
export function foreignPage(origin: string): ChatdError {
  return new ChatdError("forbidden", refusal(origin))
}

function refusal(origin: string): string {
  // What a browser says of a file's page, and of a frame in a sandbox.
  if (origin === "null")
    return "This page has no address, as a file opened from the disk has none; serve it, e.g. at http://localhost:3000."
  return `Pages of ${origin} may not use this API; add it to the partner's allowed origins.`
}
