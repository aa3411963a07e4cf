import { Elysia } from "elysia"
import type { CustomerChanges } from "../../../core/customers.ts"
import { ChatdError } from "../../../core/errors.ts"
import { findCustomers, requireCustomer } from "../../../core/find-customers.ts"
import { validate } from "../../../http/validate.ts"
import { customerReplies } from "../customer-reply.ts"
import { customerChangesSchema, customersSchema } from "../data-schemas.ts"
import type { DeskDependencies } from "../dependencies.ts"
import { calls } from "./call.ts"

export function customerRoutes(dependencies: DeskDependencies) {
  const { customers } = dependencies.data
  const { bodyOf, enter } = calls(dependencies)

  return new Elysia({ name: "desk-customers", strictPath: true })
    .get("/api/desk/customers", async ({ request, query }) => {
      const { partner } = await enter(request)
      const { search: text, before, limit } = validate(customersSchema, query)
      const found = await findCustomers(customers, partner.id, { text, before, limit })
      return { customers: await customerReplies(customers, found.customers), more: found.more }
    })
    .patch(
      "/api/desk/customers/:ref",
      async ({ request, params }) => {
        const { partner, actor } = await enter(request)
        const changes: CustomerChanges = validate(customerChangesSchema, await bodyOf(request))
        const customer = await requireCustomer(customers, partner.id, params.ref)
        if (Object.keys(changes).length === 0)
          throw new ChatdError("invalid_input", "There is nothing to change: send name, email or phone.", {
            field: "body",
          })
        const changed = await customers.changeCustomer(customer, changes, actor)
        const [reply] = await customerReplies(customers, [changed])
        return reply
      },
      { parse: "none" },
    )
}
