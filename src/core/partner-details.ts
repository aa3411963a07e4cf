import { ChatdError } from "./errors.ts"

/** @throws {ChatdError} `invalid_input` naming `name` */
export function checkedName(text: string): string {
  const name = text.trim()
  if (name !== "" && name.length <= 200) return name
  throw new ChatdError("invalid_input", "name must have 1 to 200 characters.", { field: "name" })
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
    if (hostname) return hostname
  } catch {
    // Said below.
  }
  throw new ChatdError("invalid_input", "domain must be a host name such as example.com.", {
    field: "domain",
  })
}

/** @throws {ChatdError} `invalid_input` naming `allowedOrigins` */
export function checkedOrigin(text: string): string {
  try {
    const { origin } = new URL(text)
    if (origin !== "null") return origin
  } catch {
    // Said below.
  }
  throw new ChatdError("invalid_input", `${text} is not an origin such as https://www.example.com.`, {
    field: "allowedOrigins",
  })
}
