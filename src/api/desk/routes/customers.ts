import { Elysia } from "elysia"
import type { CustomerChanges } from "../../../core/customers.ts"
import { ChatdError } from "../../../core/errors.ts"
import { findCustomers, requireCustomer } from "../../../core/find-customers.ts"
import { flashbackFor } from "../../../core/flashback.ts"
import { validate } from "../../../http/validate.ts"
import { customerReplies, customerReply } from "../customer-reply.ts"
import { customerChangesSchema, customersSchema } from "../data-schemas.ts"
import type { DeskDependencies } from "../dependencies.ts"
import type { CustomerDetail, DeskCustomer } from "../protocol.ts"
import { summaries } from "../summary-reply.ts"
import { ticketReplies } from "../ticket-reply.ts"
import { calls } from "./call.ts"

/** Of one customer: what came before is listed by `GET /api/desk/conversations?customer=`. */
const MOST_CONVERSATIONS = 50
const MOST_TICKETS = 50

export function customerRoutes(dependencies: DeskDependencies) {
  const { summaries: lists } = dependencies
  const { customers } = dependencies.data
  const { bodyOf, enter } = calls(dependencies)

  return new Elysia({ name: "desk-customers", strictPath: true })
    .get("/api/desk/customers", async ({ request, query }) => {
      const { partner } = await enter(request)
      const { search: text, before, limit } = validate(customersSchema, query)
      const found = await findCustomers(customers, partner.id, { text, before, limit })
      return { customers: await customerReplies(customers, found.customers), more: found.more }
    })
    .get("/api/desk/customers/:ref", async ({ request, params }): Promise<CustomerDetail> => {
      const { partner } = await enter(request)
      const customer = await requireCustomer(customers, partner.id, params.ref)
      const filter = { view: "all", customerId: customer.id } as const
      const conversations = await lists.list(partner.id, { ...filter, limit: MOST_CONVERSATIONS })
      const tickets = await dependencies.tickets.listTickets(partner.id, { ...filter, limit: MOST_TICKETS })
      return {
        customer: await customerReply(customers, customer),
        conversations: await summaries(lists, partner.id, conversations),
        tickets: await ticketReplies(dependencies, partner.id, tickets),
        flashback: flashbackFor(partner, customer, new Date())?.flashBack ?? null,
      }
    })
    .patch(
      "/api/desk/customers/:ref",
      async ({ request, params }): Promise<DeskCustomer> => {
        const { partner, actor } = await enter(request)
        const changes: CustomerChanges = validate(customerChangesSchema, await bodyOf(request))
        const customer = await requireCustomer(customers, partner.id, params.ref)
        if (Object.keys(changes).length === 0)
          throw new ChatdError("invalid_input", "There is nothing to change: send name, email or phone.", {
            field: "body",
          })
        const changed = await customers.changeCustomer(customer, changes, actor)
        return customerReply(customers, changed)
      },
      { parse: "none" },
    )
    .post("/api/desk/customers/:ref/sign-out", async ({ request, params, set }) => {
      const { partner, actor } = await enter(request)
      await customers.signOut(await requireCustomer(customers, partner.id, params.ref), actor)
      set.status = 204
    })
}
