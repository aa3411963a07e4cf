import { z } from "zod"
import type { Operation } from "../../http/openapi/contract.ts"
import {
  FORBIDDEN,
  SESSION_NAME,
  TICKET_UUID,
  TOO_MUCH,
  UNAUTHENTICATED,
  VISITORS,
} from "./operation-parts.ts"
import { chatbotReplySchema, chatbotSchema } from "./schemas.ts"

const REPLY = {
  response: "Orders arrive within **three days**.",
  is_booking: false,
  is_human_handoff: false,
  ticket_uuid: "",
}

export const conversationOperations: readonly Operation[] = [
  {
    method: "post",
    path: "/chatbot-response",
    id: "chatbotResponse",
    tag: "Chatbot",
    summary: "Chatbot Response",
    description: `Stores the message and waits for what is said to it, at most 25 seconds; what takes longer comes with the next call. While a
person has the conversation, the reply says so, and their words come with the next call: one with an empty \`message\` waits
up to 10 seconds for them.

The same user and the same \`session_id\` are the same conversation. Where it has ended, a new one follows under the same name.`,
    security: VISITORS,
    headers: {
      "Idempotency-Key": {
        description:
          "Your name for this message: sent again under it, it is stored once, and its reply told again.",
        schema: z.string().max(100),
      },
    },
    body: {
      schema: chatbotSchema,
      examples: {
        question: {
          message: "How long does shipping take?",
          token: "pk_…",
          session_id: SESSION_NAME,
          chat_history: [{ role: "user", content: "Hello" }],
          website_url: "https://acme.example/",
          website_description: "Acme sells anvils.",
        },
        news: { message: "", token: "pk_…", session_id: SESSION_NAME },
      },
    },
    replies: {
      200: {
        description: "What was said.",
        schema: chatbotReplySchema,
        examples: {
          answer: REPLY,
          form: {
            ...REPLY,
            response: "Of course. I can create a support ticket, and a person will get back to you.",
            is_human_handoff: true,
            ticket_uuid: TICKET_UUID,
          },
        },
      },
    },
    errors: { 401: UNAUTHENTICATED, 403: FORBIDDEN, 429: TOO_MUCH },
  },
]
