import { createHmac, timingSafeEqual } from "node:crypto"

/** What a mail's link opens: one conversation, or the wish to hear of no more replies. Nothing else of the customer. */
export type LinkTarget =
  | { kind: "conversation"; partnerId: string; publicId: string }
  | { kind: "notices"; partnerId: string; customerId: number }

const LINK_DAYS = 30
const DAY_SECONDS = 86_400
/** How such tokens begin; they are no session tokens, and are refused where one is wanted. */
const PREFIX = { conversation: "ct_", notices: "nt_" } as const

/** The name of the server's secret that links are signed with. */
export const LINK_SECRET = "mail-links"

/** Tokens in mails' links. They are signed and not stored. */
export class LinkTokens {
  constructor(private readonly secret: string) {}

  issue(target: LinkTarget, now: Date): string {
    // A mailbox may be asked to be left alone at any time.
    const days = target.kind === "conversation" ? LINK_DAYS : 365
    const expires = Math.floor(now.getTime() / 1000) + days * DAY_SECONDS
    const what = target.kind === "conversation" ? target.publicId : target.customerId
    const body = Buffer.from(JSON.stringify([target.partnerId, what, expires])).toString("base64url")
    const prefix = PREFIX[target.kind]
    return `${prefix}${body}.${this.#sign(prefix, body).toString("base64url")}`
  }

  /** Undefined for a token that is not ours, was changed, or is too old. */
  read(token: string, now: Date): LinkTarget | undefined {
    const [, prefix = "", body = "", signature = ""] =
      /^(ct_|nt_)([\w-]{1,1000})\.([\w-]{43})$/.exec(token) ?? []
    const given = Buffer.from(signature, "base64url")
    const right = this.#sign(prefix, body)
    if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined
    const [partnerId, what, expires] = JSON.parse(Buffer.from(body, "base64url").toString()) as [
      string,
      string | number,
      number,
    ]
    if (expires * 1000 < now.getTime()) return undefined
    if (prefix === PREFIX.conversation) return { kind: "conversation", partnerId, publicId: String(what) }
    return { kind: "notices", partnerId, customerId: Number(what) }
  }

  #sign(prefix: string, body: string): Buffer {
    return createHmac("sha256", this.secret).update(`${prefix}${body}`).digest()
  }
}

/** Whether a token claims to open one conversation alone. */
export function isConversationToken(token: string): boolean {
  return token.startsWith(PREFIX.conversation)
}
