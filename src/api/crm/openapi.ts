import guide from "../../../docs/crm-api.md" with { type: "text" }
import type { Contract } from "../../http/openapi/contract.ts"
import { crmOperations } from "./operations.ts"
import { chatReplySchema, healthReplySchema, successSchema } from "./reply-schemas.ts"

/** The CRM's contract as `/docs` shows it. */
export const crmContract: Contract = {
  title: "chatd: CRM API",
  description: `What a CRM, or any other program, calls to ask chatd: questions and their answers, tickets where there is no
sure answer, ratings. The same in prose: [docs/crm-api.md](/docs/crm-api.md).

**Who is asking for whom.** Without a key, a call is for the partner whom the setting \`crm.partner\` names. With the secret
key (\`sk_…\`) it is for the partner whose key that is; servers send it. Pages of another partner send that partner's widget
key (\`pk_…\`). Calls from pages are served from the partner's domain, its allowed origins and chatd itself.

**Trailing slashes matter**: keep to the paths as they stand here. Every reply has an \`X-Request-Id\` header.`,
  guide: { file: "crm-api.md", text: guide },
  tags: [
    { name: "Questions", description: "Ask, and say how the answer was." },
    { name: "Tickets", description: "Where there is no sure answer." },
    { name: "Health", description: "How the services are that chatd needs." },
  ],
  security: {
    secretKey: {
      type: "http",
      scheme: "bearer",
      description:
        "A partner's secret key, `sk_…`. For servers: from a page, this one included, it is refused.",
    },
    widgetKey: {
      type: "http",
      scheme: "bearer",
      description: "A partner's widget key, `pk_…`, from its pages.",
    },
  },
  schemas: { Answer: chatReplySchema, Success: successSchema, Health: healthReplySchema },
  sentences: {
    401: "The API key is not valid. Send it as: Authorization: Bearer your-api-key",
    403: "Pages of https://other.example may not use this API; add it to the partner's allowed origins.",
    404: "There is no failure with this id.",
    409: "A ticket was created for this failure already; it cannot be declined.",
  },
  operations: crmOperations,
}
