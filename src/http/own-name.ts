import { isIP } from "node:net"
import ipaddr from "ipaddr.js"
import { ChatdError } from "../core/errors.ts"
import { isOwnPage } from "./own-page.ts"

export interface OwnNamePorts {
  /** What the world calls this server. */
  publicUrl: string | undefined
  /** Whether it is a page of any partner's. */
  isKnownOrigin(origin: string): Promise<boolean>
  addressOf(request: Request): string
}

/** Names that nobody can have in the world, but in a house. */
const OF_A_HOUSE = /^[^.]+$|\.(?:localhost|local|lan|internal|home\.arpa)$/

/**
 * Why a page is not served that calls under the name that it was loaded from; undefined where it may be ours. Anybody can let a name
 * of theirs lead to an address within somebody's house, and then a page of theirs reads there what its visitor may read (DNS
 * rebinding). Who calls from out in the world needs no such page, so that there every name is believed.
 */
export async function strangersName(request: Request, ports: OwnNamePorts): Promise<ChatdError | undefined> {
  const origin = request.headers.get("origin")
  if (!origin || !isOwnPage(origin, request)) return undefined
  const { hostname } = new URL(origin)
  if (isOfNobodyElse(hostname) || isNameIn(ports.publicUrl, hostname)) return undefined
  if (isInTheWorld(ports.addressOf(request)) || (await ports.isKnownOrigin(origin))) return undefined
  return new ChatdError(
    "forbidden",
    `chatd does not know that it is called ${hostname}, so that the page may be somebody else's. Set server.public_url to ${origin}, or add that to the partner's allowed origins.`,
  )
}

/** An address, or a name that leads into the house by itself. */
function isOfNobodyElse(hostname: string): boolean {
  return isIP(hostname.replace(/^\[|\]$/g, "")) !== 0 || OF_A_HOUSE.test(hostname.replace(/\.$/, ""))
}

function isNameIn(publicUrl: string | undefined, hostname: string): boolean {
  return publicUrl !== undefined && new URL(publicUrl).hostname === hostname
}

/** @param address of IPv6 the network alone */
function isInTheWorld(address: string): boolean {
  if (ipaddr.isValidCIDR(address)) return ipaddr.parseCIDR(address)[0].range() === "unicast"
  return ipaddr.isValid(address) && ipaddr.parse(address).range() === "unicast"
}
