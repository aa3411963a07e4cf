import { Elysia } from "elysia"
import type { StoredCustomer } from "../../../core/customers.ts"
import { ChatdError } from "../../../core/errors.ts"
import { signInWithGoogle } from "../../../core/google-account.ts"
import { bearerToken } from "../../../http/bearer.ts"
import { LIFETIME_SECONDS } from "../../../http/customer-tokens.ts"
import { readJsonBody } from "../../../http/json-body.ts"
import { RateLimit } from "../../../http/rate-limits.ts"
import { validate } from "../../../http/validate.ts"
import { requireOwnOrigin, widgetPartner } from "../../../http/widget-partner.ts"
import type { ChatbotDependencies } from "../dependencies.ts"
import { googleLoginSchema, verifyTokenSchema } from "../user-schemas.ts"
import { inFastApisForm } from "../validation.ts"

const MINUTE_MS = 60_000
/** Sign-ins that may come from one address in a minute: an office may share one. */
const MOST_SIGN_INS = 120

/** Who somebody is: by Google, and by the token that they get for it. */
export function userRoutes(to: ChatbotDependencies) {
  const signIns = new RateLimit(MINUTE_MS, "Too many sign-ins came from this address.")
  const { keylessPartner, partners, customerOfToken, publicUrl } = to.callers

  return new Elysia({ name: "chatbot-users", strictPath: true })
    .post(
      "/google-login",
      ({ request, set }) =>
        inFastApisForm(set, "body", async () => {
          signIns.spend(to.addressOf(request), MOST_SIGN_INS)
          const body = validate(googleLoginSchema, await readJsonBody(request, to.maxBodyBytes))
          const key = body.widget_key || bearerToken(request)
          const { customer, account } = await signInWithGoogle(to.google, {
            token: body.token ?? body.credential ?? "",
            partner: key ? await widgetPartner(request, key, partners.byWidgetKey, publicUrl) : undefined,
            keylessPartner,
            requireAllowed: (partner) => requireOwnOrigin(request, partner, publicUrl),
          })
          set.headers["cache-control"] = "no-store"
          return {
            token: to.tokens.issue(customer, new Date()),
            token_type: "bearer" as const,
            expires_in: LIFETIME_SECONDS,
            user: { ...userOf(customer), picture: account.picture ?? null },
          }
        }),
      { parse: "none" },
    )
    .get("/verify-token", ({ request, query, set }) =>
      inFastApisForm(set, "query", async () => {
        const token = validate(verifyTokenSchema, query).token || bearerToken(request)
        const customer = token ? await customerOfToken(token) : undefined
        const partner = customer && (await partners.byId(customer.partnerId))
        if (!customer || !partner)
          throw new ChatdError(
            "unauthenticated",
            "The token is not valid, or not any more. POST /google-login gives one.",
          )
        requireOwnOrigin(request, partner, publicUrl)
        set.headers["cache-control"] = "no-store"
        return { valid: true as const, user: userOf(customer) }
      }),
    )
}

function userOf({ externalId, name, email, verified }: StoredCustomer) {
  return { id: externalId, name: name ?? null, email: email ?? null, verified }
}
