import { z } from "zod"
import type { Operation } from "../../http/openapi/contract.ts"
import { customerReplySchema, registrationReplySchema } from "./reply-schemas.ts"
import { customerSchema, registrationSchema } from "./schemas.ts"

const CUSTOMER = {
  id: "customer-12345",
  email: "customer@example.com",
  name: "John Doe",
  birthdate: "1990-01-15",
  createdAt: "2026-01-01T00:00:00.000Z",
  updatedAt: "2026-01-01T00:00:00.000Z",
}
const CUSTOMER_ID = {
  customerId: {
    description: "Your id of the customer, percent-encoded: `auth0%7C17`.",
    schema: z.string().max(200),
    example: "customer-12345",
  },
}
const UNAUTHENTICATED = "No key, or a wrong, ended or revoked one."
const FORBIDDEN = "A secret key from a page."

/** Registration and customer data; docs/partner-api.md says the same in prose. */
export const customerOperations: readonly Operation[] = [
  {
    method: "post",
    path: "/api/partner/register",
    id: "registerPartner",
    tag: "Registration",
    summary: "Become a partner",
    description: `Who may is the setting \`partners.registration\`: \`closed\` (the bearer of the admin token alone), \`invitation\` (also with a
code in the field \`invitation\`) or \`open\` (anybody). On the server, \`chatd partner create\` does the same.`,
    security: ["adminToken", "none"],
    body: {
      schema: registrationSchema,
      examples: { company: { name: "Your Company Name", domain: "yourdomain.com" } },
    },
    replies: {
      201: {
        description: "The partner is made; the secret key is shown this once.",
        schema: registrationReplySchema,
        examples: {
          registered: {
            message: "Partner successfully registered",
            partnerId: "partner-4f1c9e",
            apiKey: "sk_…",
            name: "Your Company Name",
            domain: "yourdomain.com",
            widgetKey: "pk_…",
          },
        },
      },
    },
    errors: {
      401: "Registration is closed, or the admin token is wrong.",
      429: "`partners.registrations_per_hour` (10) were tried from this address.",
    },
  },
  {
    method: "get",
    path: "/api/customers/:customerId",
    id: "showCustomer",
    tag: "Customers",
    summary: "What is known of a customer",
    description: "Only your verified customers are here; a visitor is `404`.",
    security: ["secretKey"],
    params: CUSTOMER_ID,
    replies: {
      200: {
        description: "What is not known is null.",
        schema: customerReplySchema,
        examples: { known: CUSTOMER, new: { ...CUSTOMER, email: null, name: null, birthdate: null } },
      },
    },
    errors: { 401: UNAUTHENTICATED, 403: FORBIDDEN, 404: "There is no such customer of yours." },
  },
  {
    method: "patch",
    path: "/api/customers/:customerId",
    id: "changeCustomer",
    tag: "Customers",
    summary: "Tell who a customer is",
    description: `Each field may be left out and then stays; \`null\` forgets it. A customer who is new is made: you may tell about your
customers before they first write. A field of another name is refused, so that a misspelt one does not get lost.`,
    security: ["secretKey"],
    params: CUSTOMER_ID,
    body: {
      schema: customerSchema,
      examples: {
        all: { email: "customer@example.com", name: "John Doe", birthdate: "1990-01-15" },
        forget: { birthdate: null },
      },
    },
    replies: {
      200: {
        description: "The customer as they are now.",
        schema: customerReplySchema,
        examples: { changed: CUSTOMER },
      },
    },
    errors: { 401: UNAUTHENTICATED, 403: FORBIDDEN },
  },
]
