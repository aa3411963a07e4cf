import type { ChatConfig } from "./chat-api.ts"

/** Who the visitor is said to be. Only a signature or a token of the site's server proves it. */
export interface VisitorIdentity {
  customerId?: string
  /** HMAC-SHA256 of the id under the partner's identity secret, in hex. */
  signature?: string
  /** Instead of id and signature: a token (HS256) whose `sub` is the id. */
  jwt?: string
  name?: string
  email?: string
  phone?: string
  /** What they are told about: it goes to the server with who they are. */
  site?: { url?: string; description?: string }
}

/** What the page decides over what the server's configuration says. */
export interface ConfigOverrides {
  primaryColor?: string
  scheme?: "auto" | "light" | "dark"
  side?: "left" | "right"
  locale?: string
  texts?: Readonly<Record<string, string>>
}

export interface ClientOptions {
  /** The chatd server, without a slash at the end. */
  baseUrl: string
  /** Undefined: the server's own partner, where it has one. */
  widgetKey: string | undefined
  identity: VisitorIdentity
  overrides: ConfigOverrides
  /** The server's configuration, where it was asked for already. */
  config?: ChatConfig
}
