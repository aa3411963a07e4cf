import { createHmac, timingSafeEqual } from "node:crypto"

/** Whom the operator's command line acts for. */
export interface OperatorBearer {
  partnerId: string
  /** The agent in whose name it acts; undefined: nobody's. */
  agentNumber: number | undefined
}

/** Long enough for a command; one that goes on makes another when it comes back. */
const LIFETIME_MS = 10 * 60_000

export const OPERATOR_SECRET = "operator-tokens"

/**
 * Whoever can read the database may do everything with it: their command line signs itself a token with a secret from
 * there. They are not stored, and so short-lived that none need be revoked.
 */
export class OperatorTokens {
  /** @param secret of this installation, by the name above */
  constructor(private readonly secret: string) {}

  issue({ partnerId, agentNumber }: OperatorBearer, now: Date): string {
    const body = [partnerId, agentNumber ?? null, now.getTime() + LIFETIME_MS]
    const text = Buffer.from(JSON.stringify(body)).toString("base64url")
    return `op_${text}.${this.#sign(text).toString("base64url")}`
  }

  /** Undefined for a token that is not ours, was changed, or is too old. */
  read(token: string, now: Date): OperatorBearer | undefined {
    const [, text = "", signature = ""] = /^op_([\w-]+)\.([\w-]+)$/.exec(token) ?? []
    const given = Buffer.from(signature, "base64url")
    const right = this.#sign(text)
    if (given.length !== right.length || !timingSafeEqual(given, right)) return undefined
    const body = JSON.parse(Buffer.from(text, "base64url").toString())
    const [partnerId, agentNumber, expires] = body as [string, number | null, number]
    if (expires <= now.getTime()) return undefined
    return { partnerId, agentNumber: agentNumber ?? undefined }
  }

  #sign(text: string): Buffer {
    return createHmac("sha256", this.secret).update(text).digest()
  }
}
