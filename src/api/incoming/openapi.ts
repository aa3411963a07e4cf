import { z } from "zod"
import guide from "../../../docs/freshdesk.md" with { type: "text" }
import type { Contract } from "../../http/openapi/contract.ts"
import { freshdeskSchema } from "./schemas.ts"

const acceptedSchema = z.object({ accepted: z.literal(true) })

/** What other systems call, as `/docs` shows it. */
export const incomingContract: Contract = {
  title: "chatd: incoming webhooks",
  description: `What other systems call when something happened there. The address of each holds a secret of the server's
configuration. How to set Freshdesk up: [docs/freshdesk.md](/docs/freshdesk.md).`,
  guide: { file: "freshdesk.md", text: guide },
  tags: [{ name: "Freshdesk", description: "What became of tickets there." }],
  security: {
    none: { type: "http", scheme: "bearer", description: "Nothing: the secret is in the address." },
  },
  schemas: { Accepted: acceptedSchema },
  sentences: {
    401: "There is nothing here.",
    403: "There is nothing here.",
    404: "There is nothing here.",
    409: "There is nothing here.",
  },
  operations: [
    {
      method: "post",
      path: "/api/incoming/freshdesk/:secret",
      id: "freshdeskChanged",
      tag: "Freshdesk",
      summary: "A ticket changed in Freshdesk",
      description:
        "For an automation of Freshdesk with the action “Trigger webhook”. Of what it sends only the ticket's number is taken; how the ticket is, Freshdesk is asked.",
      security: ["none"],
      params: {
        secret: {
          description: "The setting `freshdesk.webhook_secret`.",
          schema: z.string(),
          example: "wS2xT8qLr0bVnE5yKc7H",
        },
      },
      body: {
        schema: freshdeskSchema,
        examples: { "an automation": { ticket_id: "9630" } },
      },
      replies: {
        202: {
          description: "It will be looked at.",
          schema: acceptedSchema,
          examples: { accepted: { accepted: true } },
        },
      },
      errors: {
        404: "The secret is not the right one, or Freshdesk is not configured.",
        429: "More than 600 in a minute.",
      },
    },
  ],
}
