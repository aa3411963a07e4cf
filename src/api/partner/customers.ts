import { Elysia } from "elysia"
import type { Config } from "../../config/schema.ts"
import { type CustomerPorts, changeCustomer, showCustomer } from "../../core/change-customer.ts"
import { ChatdError } from "../../core/errors.ts"
import { readJsonBody } from "../../http/json-body.ts"
import { validate } from "../../http/validate.ts"
import { type ApiKeyLookup, identifyServer } from "./identity.ts"
import { customerReply } from "./replies.ts"
import { customerSchema } from "./schemas.ts"

export interface CustomerDependencies {
  config: Config
  partners: ApiKeyLookup
  customers: CustomerPorts
}

export function customerRoutes({ config, partners, customers }: CustomerDependencies) {
  return new Elysia({ name: "partner-customers", strictPath: true })
    .get("/api/customers/:customerId", async ({ request, params }) => {
      const partner = await identifyServer(request, partners)
      return customerReply(await showCustomer(customers, partner.id, params.customerId))
    })
    .patch(
      "/api/customers/:customerId",
      async ({ request, params }) => {
        const partner = await identifyServer(request, partners)
        const changes = validate(
          customerSchema,
          await readJsonBody(request, config.server.max_body_kb * 1024),
        )
        if (Object.keys(changes).length === 0)
          throw new ChatdError(
            "invalid_input",
            "There is nothing to change: send email, name or birthdate.",
            {
              field: "body",
            },
          )
        return customerReply(await changeCustomer(customers, partner.id, params.customerId, changes))
      },
      { parse: "none" },
    )
}
