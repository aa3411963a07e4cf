import { createHash, timingSafeEqual } from "node:crypto"
import { Elysia } from "elysia"
import { ChatdError } from "../../core/errors.ts"
import { readJsonBody } from "../../http/json-body.ts"
import { RateLimit } from "../../http/rate-limits.ts"
import { validate } from "../../http/validate.ts"
import { freshdeskSchema } from "./schemas.ts"

export interface IncomingDependencies {
  /** Undefined where it is not configured. */
  freshdesk: { secret: string; changed(ticketId: string): Promise<void> } | undefined
  addressOf(request: Request): string
}

const MINUTE_MS = 60_000
const MOST_A_MINUTE = 600
/** Freshdesk can be told to send the whole ticket. */
const MOST_BYTES = 256 * 1024

/** What other systems tell us by themselves. */
export function incomingRoutes({ freshdesk, addressOf }: IncomingDependencies) {
  const limit = new RateLimit(MINUTE_MS, "That was too much at once.")

  return new Elysia({ name: "incoming", strictPath: true }).post(
    "/api/incoming/freshdesk/:secret",
    async ({ request, params, set }) => {
      limit.spend(addressOf(request), MOST_A_MINUTE)
      if (!freshdesk || !isSame(params.secret, freshdesk.secret))
        throw new ChatdError("not_found", "There is nothing here.")
      const ticketId = validate(freshdeskSchema, await readJsonBody(request, MOST_BYTES))
      await freshdesk.changed(ticketId)
      set.status = 202
      return { accepted: true }
    },
    { parse: "none" },
  )
}

/** Hashes have one length, so that the comparison tells nothing about the secret's. */
function isSame(given: string, expected: string): boolean {
  const hash = (text: string) => createHash("sha256").update(text).digest()
  return timingSafeEqual(hash(given), hash(expected))
}
