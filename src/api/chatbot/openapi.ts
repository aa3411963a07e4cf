import guide from "../../../docs/chatbot-api.md" with { type: "text" }
import type { Contract } from "../../http/openapi/contract.ts"
import { adminOperations } from "./admin-operations.ts"
import { conversationOperations } from "./conversation-operations.ts"
import { chatbotReplySchema } from "./schemas.ts"
import { ticketOperations } from "./ticket-operations.ts"
import { ticketReplySchema } from "./ticket-schemas.ts"
import { userOperations } from "./user-operations.ts"
import { VALIDATION_EXAMPLE, validationErrorSchema } from "./validation.ts"

/** The chatbot's contract as `/docs` and `/openapi.json` show it. */
export const chatbotContract: Contract = {
  title: "chatd: chatbot API",
  description: `What an embedded chatbot's own client speaks: one call a message, plain replies. The same in prose: [docs/chatbot-api.md](/docs/chatbot-api.md).

It has the paths, fields and words of a FastAPI service that such clients were written for, wrong input included: \`422\` with
\`detail\` as a list.

**Try calls here**: "Authorize" with the partner's widget key, then "Chatbot Response".`,
  guide: { file: "chatbot-api.md", text: guide },
  tags: [
    { name: "Chatbot", description: "Messages and replies." },
    { name: "Users", description: "Who is who, by their Google accounts." },
    { name: "Stats", description: "What conversations come to." },
    { name: "Ticket", description: "What became of the handoff form." },
  ],
  security: {
    sessionToken: {
      type: "http",
      scheme: "bearer",
      description: "A user's, `st_…`, of `POST /google-login`.",
    },
    widgetKey: { type: "http", scheme: "bearer", description: "The partner's, `pk_…`; for its pages." },
    apiKey: { type: "http", scheme: "bearer", description: "The partner's, `sk_…`; for its servers alone." },
    adminToken: { type: "http", scheme: "bearer", description: "`server.admin_token`: all partners'." },
    agentToken: {
      type: "http",
      scheme: "bearer",
      description: "Of an admin among the partner's agents: `POST /api/desk/sign-in` gives one.",
    },
  },
  schemas: {
    ChatbotResponse: chatbotReplySchema,
    Ticket: ticketReplySchema,
    HTTPValidationError: validationErrorSchema,
  },
  invalidInput: { schema: validationErrorSchema, example: VALIDATION_EXAMPLE },
  sentences: {
    401: "The token is not valid, or not any more. POST /google-login gives one to a user; without one, send the partner's key: pk_… from pages, sk_… from servers.",
    403: "Pages of https://other.example may not use this API; add it to the partner's allowed origins.",
    404: "There is no such ticket.",
    409: "This conversation has ended. Start a new one to go on.",
  },
  operations: [...conversationOperations, ...userOperations, ...adminOperations, ...ticketOperations],
}
