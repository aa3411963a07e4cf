import { Elysia } from "elysia"
import type { Config } from "../../config/schema.ts"
import { ChatdError } from "../../core/errors.ts"
import { type RegisterPartnerPorts, registerPartner } from "../../core/register-partner.ts"
import { isAdminToken } from "../../http/admin-token.ts"
import { bearerToken } from "../../http/bearer.ts"
import { readJsonBody } from "../../http/json-body.ts"
import { RateLimit } from "../../http/rate-limits.ts"
import { validate } from "../../http/validate.ts"
import { registrationReply } from "./replies.ts"
import { registrationSchema } from "./schemas.ts"

export interface RegisterDependencies {
  config: Config
  registration: RegisterPartnerPorts
  /** The caller's address, as far as it can be trusted. */
  addressOf(request: Request): string
}

const HOUR_MS = 3_600_000

export function registerRoute({ config, registration, addressOf }: RegisterDependencies) {
  const limit = new RateLimit(HOUR_MS, "Too many registrations were tried from this address.")

  return new Elysia({ name: "partner-register", strictPath: true }).post(
    "/api/partner/register",
    async ({ request, set }) => {
      const isAdmin = isAdminToken(bearerToken(request), config.server.admin_token)
      if (!isAdmin) limit.spend(addressOf(request), config.partners.registrations_per_hour)
      // Whoever shows a token means it: a wrong one is said to be wrong, whatever the mode.
      if (!isAdmin && request.headers.has("authorization"))
        throw new ChatdError(
          "unauthenticated",
          "The admin token is not valid; it is the setting server.admin_token.",
        )
      const body = validate(registrationSchema, await readJsonBody(request, config.server.max_body_kb * 1024))
      const partner = await registerPartner(registration, {
        mode: config.partners.registration,
        isAdmin,
        name: body.name,
        domain: body.domain,
        ...(body.invitation && { invitation: body.invitation }),
      })
      set.status = 201
      set.headers["cache-control"] = "no-store"
      return registrationReply(partner)
    },
    { parse: "none" },
  )
}
