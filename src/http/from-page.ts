/**
 * Whether a page in a browser makes the call. Browsers send these headers by themselves and let no script change them.
 * `Sec-Fetch-Mode` would be no sign: Node's own `fetch` sends it as well.
 */
export function isFromPage({ headers }: Request): boolean {
  return headers.has("origin") || headers.has("sec-fetch-site")
}
