import { ChatdError } from "../core/errors.ts"

/**
 * Whether a page in a browser makes the call. Browsers send these headers by themselves and let no script change them.
 * `Sec-Fetch-Mode` would be no sign: Node's own `fetch` sends it as well.
 */
export function isFromPage({ headers }: Request): boolean {
  return headers.has("origin") || headers.has("sec-fetch-site")
}

/** What a page gets that shows a secret key; it learns nothing about the key. */
export function secretInPage(): ChatdError {
  return new ChatdError(
    "forbidden",
    "The secret API key is for servers. Pages use the widget key (pk_…); replace this key if the page was public.",
  )
}
