import { ChatdError } from "./errors.ts"

/** @throws {ChatdError} `invalid_input` naming `name` */
export function checkedName(text: string): string {
  const name = text.trim()
  if (/^\P{Cc}{1,200}$/u.test(name)) return name
  throw new ChatdError("invalid_input", "name must have 1 to 200 visible characters.", { field: "name" })
}

/**
 * `example.com`; a full address is cut down to it.
 *
 * @throws {ChatdError} `invalid_input` naming `domain`
 */
export function checkedDomain(text: string): string {
  const trimmed = text.trim().toLowerCase()
  try {
    const { hostname } = new URL(trimmed.includes("://") ? trimmed : `http://${trimmed}`)
    if (isHostName(hostname)) return hostname
  } catch {
    // Said below.
  }
  throw new ChatdError("invalid_input", "domain must be a host name such as example.com.", {
    field: "domain",
  })
}

/** 1 to 63 letters, digits and hyphens, none of these at an end. What is in other letters is Punycode by then. */
const LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
/** One label alone is no company's, and every name below it would be this partner's. */
const NAME = new RegExp(`^${LABEL}(?:\\.${LABEL})+$`)
/** Within a company's own network a name may have one label. */
const ORIGIN_NAME = new RegExp(`^${LABEL}(?:\\.${LABEL})*$`)
const IPV6 = /^\[[0-9a-f:]+\]$/
const LONGEST_NAME = 253

function isHostName(host: string): boolean {
  if (host === "localhost" || IPV6.test(host)) return true
  return host.length <= LONGEST_NAME && NAME.test(host)
}

/** @throws {ChatdError} `invalid_input` naming `allowedOrigins` */
export function checkedOrigin(text: string): string {
  const origin = originIn(text)
  if (origin !== undefined) return origin
  throw new ChatdError("invalid_input", `${text} ${NO_ORIGIN}.`, { field: "allowedOrigins" })
}

const NO_ORIGIN = "is not an origin such as https://www.example.com; patterns are none"

/** What is wrong with an origin that somebody typed, to stand after its setting's name; undefined where nothing is. */
export function originFault(text: string): string | undefined {
  return originIn(text) === undefined ? `${text} ${NO_ORIGIN}` : undefined
}

function originIn(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined
  const { origin, hostname } = new URL(text)
  const isName = IPV6.test(hostname) || (hostname.length <= LONGEST_NAME && ORIGIN_NAME.test(hostname))
  return origin !== "null" && isName ? origin : undefined
}
