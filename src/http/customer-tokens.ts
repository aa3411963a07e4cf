import { createHmac, timingSafeEqual } from "node:crypto"

/** Who a session token says its bearer is. */
export interface TokenBearer {
  partnerId: string
  externalId: string
  verified: boolean
}

/** A bearer, and since when. */
export interface ReadToken extends TokenBearer {
  issuedAt: Date
}

const DAY_SECONDS = 86_400
const LIFETIME_DAYS = 30
export const LIFETIME_SECONDS = LIFETIME_DAYS * DAY_SECONDS

/**
 * Session tokens: whoever has one is that customer of that partner, for thirty days. They are signed and not stored, so
 * that thousands of clients can come back at once without a question to the database.
 */
export class CustomerTokens {
  constructor(private readonly secret: string) {}

  issue({ partnerId, externalId, verified }: TokenBearer, now: Date): string {
    // To the millisecond: who is signed out may come back within the second.
    const expires = now.getTime() / 1000 + LIFETIME_SECONDS
    const body = Buffer.from(JSON.stringify([partnerId, externalId, verified ? 1 : 0, expires]))
    const text = body.toString("base64url")
    return `st_${text}.${this.#sign(text).toString("base64url")}`
  }

  /** Undefined for a token that is not ours, was changed, or is too old. */
  read(token: string, now: Date): ReadToken | undefined {
    const [, text = "", signature = ""] = /^st_([\w-]+)\.([\w-]+)$/.exec(token) ?? []
    const given = Buffer.from(signature, "base64url")
    const right = this.#sign(text)
    if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined
    const [partnerId, externalId, verified, expires] = JSON.parse(
      Buffer.from(text, "base64url").toString(),
    ) as [string, string, number, number]
    if (expires * 1000 < now.getTime()) return undefined
    const issuedAt = new Date(Math.round((expires - LIFETIME_SECONDS) * 1000))
    return { partnerId, externalId, verified: verified === 1, issuedAt }
  }

  #sign(text: string): Buffer {
    return createHmac("sha256", this.secret).update(text).digest()
  }
}
