import { checkAddress, type Resolve } from "../../kb/web/address-guard.ts"

export interface GuardedPost {
  url: string
  headers: Readonly<Record<string, string>>
  body: string
  signal: AbortSignal
  /** Lets loopback and private networks pass. */
  allowPrivate: boolean
  /** Instead of the system's DNS. */
  resolve?: Resolve | undefined
}

/**
 * Posts to an address that somebody else has chosen. Redirects are not followed, and the connection is made to the numeric
 * address that was checked.
 *
 * @throws {RefusedAddress}
 */
export async function guardedPost({
  url: address,
  headers,
  body,
  signal,
  allowPrivate,
  resolve,
}: GuardedPost): Promise<Response> {
  const url = new URL(address)
  const numeric = await checkAddress(url, { allowPrivate, ...(resolve && { resolve }) })
  signal.throwIfAborted()
  const to = new URL(url)
  to.hash = ""
  to.hostname = numeric.includes(":") ? `[${numeric}]` : numeric
  // A certificate for the name is wanted, though the connection goes to its numeric address.
  const isNamed = !url.hostname.includes(numeric)
  const tls = url.protocol === "https:" && isNamed ? { tls: { serverName: url.hostname } } : {}
  return fetch(to, {
    method: "POST",
    headers: { host: url.host, ...headers },
    body,
    signal,
    redirect: "manual",
    // On a pooled connection that has just died, the runtime could send it twice by itself.
    keepalive: false,
    ...tls,
  })
}
