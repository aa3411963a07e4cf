import { lookup } from "node:dns/promises"
import ipaddr from "ipaddr.js"

/** An address that must not be fetched; its message says why. */
export class RefusedAddress extends Error {
  override readonly name = "RefusedAddress"
}

/** The numeric addresses of a host name. */
export type Resolve = (hostname: string) => Promise<string[]>

/** What is asked of an address before it is fetched. */
export interface GuardOptions {
  /** Lets loopback and private networks pass. */
  allowPrivate?: boolean
  /** Instead of the system's DNS. */
  resolve?: Resolve
}

/** Addresses of clouds' metadata that ranges do not cover. */
const METADATA = new Set(["168.63.129.16", "100.100.100.200", "fd00:ec2::254"])

/**
 * The numeric address to connect to for a page. All addresses of its name must be public: connecting to the one
 * that was checked, not to the name, leaves no time for the name to change.
 * @throws {RefusedAddress} when the scheme is not http(s), the address holds a password, the name has no address
 *   or a private one
 */
export async function checkAddress(url: URL, options: GuardOptions = {}): Promise<string> {
  if (url.protocol !== "http:" && url.protocol !== "https:") {
    throw new RefusedAddress(`${url.protocol} addresses are not fetched, only http: and https:`)
  }
  if (url.username || url.password) throw new RefusedAddress("addresses with a user name are not fetched")
  const hostname = hostOf(url)
  const addresses = ipaddr.isValid(hostname) ? [hostname] : await resolveName(hostname, options.resolve)
  const refused = options.allowPrivate ? undefined : addresses.find((address) => !isPublic(address))
  if (refused) throw new RefusedAddress(`${hostname} is in a private network (${refused})`)
  const [first] = addresses
  if (!first) throw new RefusedAddress(`${hostname} has no address`)
  return first
}

/** All of IPv6 that is given out for the public internet; outside of it are old forms that wrap an IPv4 address too. */
const PUBLIC_IPV6 = ipaddr.IPv6.parseCIDR("2000::/3")

/** Whether a numeric address is on the public internet; those that wrap another one count as private. */
export function isPublic(address: string): boolean {
  if (!ipaddr.isValid(address) || METADATA.has(address)) return false
  const parsed = ipaddr.parse(address)
  if (parsed instanceof ipaddr.IPv6 && !parsed.match(PUBLIC_IPV6)) return false
  return parsed.range() === "unicast"
}

/**
 * What to fetch in place of `url` so that the connection goes to the address that was checked. A certificate for the name
 * is wanted all the same.
 */
export function pinnedTo(url: URL, address: string): { target: URL; tls?: { serverName: string } } {
  const target = new URL(url)
  target.hash = ""
  target.hostname = address.includes(":") ? `[${address}]` : address
  const isNamed = hostOf(url) !== address
  return { target, ...(url.protocol === "https:" && isNamed && { tls: { serverName: url.hostname } }) }
}

function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, "")
}

async function resolveName(hostname: string, resolve: Resolve = systemResolve): Promise<string[]> {
  try {
    return await resolve(hostname)
  } catch (cause) {
    throw new RefusedAddress(`${hostname} has no address`, { cause })
  }
}

async function systemResolve(hostname: string): Promise<string[]> {
  const found = await lookup(hostname, { all: true })
  return found.map(({ address }) => address)
}
