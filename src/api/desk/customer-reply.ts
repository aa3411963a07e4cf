import { customerRef, type StoredCustomer } from "../../core/customers.ts"
import type { CustomerPorts } from "./data-ports.ts"
import type { DeskCustomer } from "./protocol.ts"

/** Customers as the wire has them, in their order. */
export async function customerReplies(
  { conversationCounts }: Pick<CustomerPorts, "conversationCounts">,
  customers: readonly StoredCustomer[],
): Promise<DeskCustomer[]> {
  const counts = await conversationCounts(customers.map(({ id }) => id))
  return customers.map((customer) => replyOf(customer, counts.get(customer.id) ?? 0))
}

export async function customerReply(
  { conversationCounts }: Pick<CustomerPorts, "conversationCounts">,
  customer: StoredCustomer,
): Promise<DeskCustomer> {
  const counts = await conversationCounts([customer.id])
  return replyOf(customer, counts.get(customer.id) ?? 0)
}

function replyOf(customer: StoredCustomer, conversations: number): DeskCustomer {
  return {
    ref: customerRef(customer),
    id: customer.externalId,
    verified: customer.verified,
    name: customer.name ?? null,
    email: customer.email ?? null,
    phone: customer.phone ?? null,
    locale: customer.locale ?? null,
    createdAt: customer.createdAt.toISOString(),
    conversations,
  }
}
