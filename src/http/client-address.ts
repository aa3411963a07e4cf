import { isIPv4 } from "node:net"
import ipaddr from "ipaddr.js"

export interface AddressBook {
  requestIP(request: Request): { address: string } | null
}

/**
 * The visitor's address; behind a trusted proxy the last one that it added to X-Forwarded-For. However it is written it is
 * one, and of IPv6 it is the network alone: whoever has one such address has billions.
 */
export function clientAddress(request: Request, server: AddressBook | null, trustProxy: boolean): string {
  const forwarded = trustProxy ? request.headers.get("x-forwarded-for")?.split(",").at(-1)?.trim() : undefined
  const address = forwarded || server?.requestIP(request)?.address
  return address ? placeOf(address) : "unknown"
}

/** `[2001:db8::1]:443` and `192.0.2.1:40000`: some gateways add the port. */
const WITH_PORT = /^\[(?<v6>[^\]]+)\](?::\d+)?$|^(?<v4>[\d.]+):\d+$/
/** Before an IPv4 address where one socket takes both kinds. */
const MAPPED = "::ffff:"
/** Groups of an address that name its network: a /64, the smallest that is given to anybody. */
const NETWORK_GROUPS = 4

function placeOf(text: string): string {
  // As most come, in a tenth of the time that reading an address takes.
  const mapped = text.startsWith(MAPPED) ? text.slice(MAPPED.length) : text
  if (isIPv4(mapped)) return mapped
  const { v4, v6 } = WITH_PORT.exec(text)?.groups ?? {}
  const bare = v4 ?? v6 ?? text
  if (!ipaddr.isValid(bare)) return text
  const address = ipaddr.process(bare)
  if (!(address instanceof ipaddr.IPv6)) return address.toString()
  const network = address.parts.slice(0, NETWORK_GROUPS).map((group) => group.toString(16))
  return `${network.join(":")}::/64`
}
