import { Elysia } from "elysia"
import { signIn } from "../../../core/agents/sign-in.ts"
import { ChatdError } from "../../../core/errors.ts"
import { RateLimit } from "../../../http/rate-limits.ts"
import { validate } from "../../../http/validate.ts"
import { signInSchema } from "../account-schemas.ts"
import { requireCaller } from "../caller.ts"
import type { DeskDependencies } from "../dependencies.ts"
import { meReply } from "../me-reply.ts"
import type { SignedIn } from "../protocol.ts"
import { calls } from "./call.ts"

const WINDOW_MS = 10 * 60_000
/** An office may share an address, and all of it comes in at nine. */
const PER_ADDRESS = 100
/** Of a flood from everywhere, those that are let in to be looked at; the rest costs nothing. */
const MOST_AT_ONCE = 32

export function signInRoutes(dependencies: DeskDependencies) {
  const { accounts, callers, addressOf } = dependencies
  const { bodyOf } = calls(dependencies)
  let underWay = 0
  /** @throws {ChatdError} `unavailable` where too many are under way */
  const admitted = async <T>(work: () => Promise<T>): Promise<T> => {
    if (underWay >= MOST_AT_ONCE)
      throw new ChatdError(
        "unavailable",
        "Too many are signing in at the moment. Try again in a few seconds.",
      )
    underWay++
    return work().finally(() => {
      underWay--
    })
  }
  const limit = new RateLimit(WINDOW_MS, "There were too many attempts to sign in from this address.")

  return new Elysia({ name: "desk-sign-in", strictPath: true }).post(
    "/api/desk/sign-in",
    async ({ request, set }): Promise<SignedIn> => {
      limit.spend(addressOf(request), PER_ADDRESS)
      const { partner, ...input } = validate(signInSchema, await bodyOf(request))
      const { token, tokenId, expiresAt } = await admitted(() =>
        signIn(accounts.signIn, { ...input, ...(partner && { partnerId: partner }) }),
      )
      set.headers["cache-control"] = "no-store"
      const caller = await requireCaller(callers, token)
      return { token, tokenId, expiresAt: expiresAt.toISOString(), me: await meReply(dependencies, caller) }
    },
    { parse: "none" },
  )
}
