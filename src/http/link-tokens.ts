import { createHmac, timingSafeEqual } from "node:crypto"

/** What a mail's link opens: one conversation, or the wish to hear of no more replies. Nothing else of the customer. */
export type LinkTarget =
  | { kind: "conversation"; partnerId: string; publicId: string }
  | { kind: "notices"; partnerId: string; customerId: number }

/** A link's target, and since when it leads there. */
export type ReadLink = LinkTarget & { issuedAt: Date }

const LINK_DAYS = 30
const NOTICE_DAYS = 365
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
    const days = target.kind === "conversation" ? LINK_DAYS : NOTICE_DAYS
    const expires = Math.floor(now.getTime() / 1000) + days * DAY_SECONDS
    const what = target.kind === "conversation" ? target.publicId : target.customerId
    const body = Buffer.from(JSON.stringify([target.partnerId, what, expires])).toString("base64url")
    const prefix = PREFIX[target.kind]
    return `${prefix}${body}.${this.#sign(prefix, body).toString("base64url")}`
  }

  /** Undefined for a token that is not ours, was changed, or is too old. */
  read(token: string, now: Date): ReadLink | undefined {
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
    const days = prefix === PREFIX.conversation ? LINK_DAYS : NOTICE_DAYS
    const issuedAt = new Date((expires - days * DAY_SECONDS) * 1000)
    if (prefix === PREFIX.conversation)
      return { kind: "conversation", partnerId, publicId: String(what), issuedAt }
    return { kind: "notices", partnerId, customerId: Number(what), issuedAt }
  }

  #sign(prefix: string, body: string): Buffer {
    return createHmac("sha256", this.secret).update(`${prefix}${body}`).digest()
  }
}

/** Whether a token claims to open one conversation alone. */
export function isConversationToken(token: string): boolean {
  return token.startsWith(PREFIX.conversation)
}
