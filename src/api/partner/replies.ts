import type { z } from "zod"
import type { PartnerKeys } from "../../core/create-partner.ts"
import type { StoredCustomer } from "../../core/customers.ts"
import type { Partner } from "../../core/partner.ts"
import type { customerReplySchema, registrationReplySchema } from "./reply-schemas.ts"

/** As the partner guide writes it, and the widget key; the secret one is shown this once. */
export function registrationReply({
  id,
  apiKey,
  name,
  domain,
  widgetKey,
}: Partner & PartnerKeys): z.output<typeof registrationReplySchema> {
  return { message: "Partner successfully registered", partnerId: id, apiKey, name, domain, widgetKey }
}

/** Fields and order of the partner guide; what is not known is null. */
export function customerReply(customer: StoredCustomer): z.output<typeof customerReplySchema> {
  return {
    id: customer.externalId,
    email: customer.email ?? null,
    name: customer.name ?? null,
    birthdate: customer.birthdate ?? null,
    createdAt: customer.createdAt.toISOString(),
    updatedAt: customer.updatedAt.toISOString(),
  }
}
