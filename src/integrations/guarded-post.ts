import { checkAddress, pinnedTo, type Resolve } from "../../kb/web/address-guard.ts"

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
  const { target, tls } = pinnedTo(url, numeric)
  return fetch(target, {
    method: "POST",
    headers: { host: url.host, ...headers },
    body,
    signal,
    redirect: "manual",
    // On a pooled connection that has just died, the runtime could send it twice by itself.
    keepalive: false,
    ...(tls && { tls }),
  })
}
