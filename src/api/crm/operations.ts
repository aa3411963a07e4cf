import { z } from "zod"
import type { Operation } from "../../http/openapi/contract.ts"
import {
  chatReplySchema,
  failureReplySchema,
  healthReplySchema,
  successSchema,
  ticketReplySchema,
} from "./reply-schemas.ts"
import { agentTypeSchema, chatSchema, failureSchema, feedbackSchema, ticketSchema } from "./schemas.ts"

const KEYS = ["none", "secretKey", "widgetKey"]
const UNAUTHENTICATED = "No key where one is needed, or a wrong one."
const FORBIDDEN = "A page of a foreign origin, or a secret key from a page."
const TOO_MANY_REPORTS =
  "Without the secret key: an address may send as many reports, tickets and ratings as questions (`crm.limit_per_address`)."
const ID_OF_FAILURE = {
  id: {
    description: "The failure's `failure_id`.",
    schema: z.string(),
    example: "8b740b34-2f4e-4a0e-9d83-3c1f5a2d9e10",
  },
}
const SESSION = "customer-session-1707500000123"
const QUESTION = "Do you sell gift cards?"
const UNSURE = "I couldn't find a confident answer to that."

/** Every call of the CRM's contract; docs/crm-api.md says the same in prose. */
export const crmOperations: readonly Operation[] = [
  {
    method: "post",
    path: "/api/agent/:type/",
    id: "askQuestion",
    tag: "Questions",
    summary: "Ask a question",
    description:
      "The three types answer from the same documents; only `test` tells more, to whoever calls it. A session's earlier questions are the context of a follow-up. It is forgotten after `crm.session_idle_minutes` (30) without a question.",
    security: KEYS,
    params: { type: { description: "Who asks.", schema: agentTypeSchema, example: "customer" } },
    body: {
      schema: chatSchema,
      examples: {
        question: {
          message: "How do I reset my password?",
          session_id: SESSION,
          user_info: {
            agent_id: "crm_user_456",
            email: "jane.smith@company.com",
            name: "Jane Smith",
            agency: "Sales",
            office: "Cape Town",
            phone: "+27123456789",
          },
        },
      },
    },
    replies: {
      200: {
        description: "The answer. Where `requires_escalation` is true, record a failure and offer a ticket.",
        schema: chatReplySchema,
        examples: {
          answered: {
            response: "Choose **Forgot password** on the sign-in page; a link comes by mail.",
            session_id: SESSION,
            timestamp: "2026-11-21T10:00:00.000Z",
            requires_escalation: false,
            classification_confidence: 0.93,
            sources: [
              {
                title: "Passwords",
                confidence: 0.93,
                entry_type: "article",
                entry_id: "passwords.md",
                url: "https://acme.example/help/passwords",
              },
            ],
          },
          escalated: {
            response: UNSURE,
            session_id: SESSION,
            timestamp: "2026-11-21T10:00:00.000Z",
            requires_escalation: true,
            escalation_reason: "low_confidence",
            classification_confidence: 0.21,
            sources: [],
          },
        },
      },
    },
    errors: {
      401: UNAUTHENTICATED,
      403: FORBIDDEN,
      404: "There is no such agent type.",
      429: "The user's (`crm.limit_per_user`) or the address's limit (`crm.limit_per_address`) is reached.",
    },
  },
  {
    method: "post",
    path: "/api/feedback",
    id: "rateAnswer",
    tag: "Questions",
    summary: "Rate an answer",
    description: "The same rating again is no fault.",
    security: KEYS,
    body: {
      schema: feedbackSchema,
      examples: {
        helpful: {
          message_id: "1707500000001",
          session_id: SESSION,
          feedback_type: "helpful",
          query: "How do I reset my password?",
          response: "Choose **Forgot password** on the sign-in page; a link comes by mail.",
          agent_type: "customer",
          user_info: { agent_id: "crm_user_456", email: "jane.smith@company.com", full_name: "Jane Smith" },
          confidence_score: 0.93,
          sources_used: ["Passwords"],
        },
      },
    },
    replies: {
      200: { description: "It is kept.", schema: successSchema, examples: { kept: { success: true } } },
    },
    errors: {
      401: UNAUTHENTICATED,
      403: FORBIDDEN,
      409: "The message was rated otherwise before, or its answer was escalated.",
      429: TOO_MANY_REPORTS,
    },
  },
  {
    method: "post",
    path: "/api/agent-failure/",
    id: "recordFailure",
    tag: "Tickets",
    summary: "Record a failure",
    description: "At once when `requires_escalation` is true. The same report sent twice gives the same id.",
    security: KEYS,
    body: {
      schema: failureSchema,
      examples: {
        failure: {
          session_id: SESSION,
          agent_id: "crm_user_456",
          query: QUESTION,
          agent_response: UNSURE,
          confidence_score: 0.21,
          escalation_reason: "low_confidence",
          user_email: "jane.smith@company.com",
          user_name: "Jane Smith",
          user_agency: "Sales",
          user_office: "Cape Town",
          agent_type: "customer",
        },
      },
    },
    replies: {
      200: {
        description: "It is recorded.",
        schema: failureReplySchema,
        examples: { recorded: { failure_id: "8b740b34-2f4e-4a0e-9d83-3c1f5a2d9e10" } },
      },
    },
    errors: { 401: UNAUTHENTICATED, 403: FORBIDDEN, 429: TOO_MANY_REPORTS },
  },
  {
    method: "post",
    path: "/api/agent-failure/:id/create-ticket",
    id: "createTicket",
    tag: "Tickets",
    summary: "Create a ticket",
    description: `Once a failure: a second call makes no second ticket and returns the same number.

With Freshdesk, \`ticket_id\` is its number if that comes within \`crm.ticket_wait_ms\` (4 s). Otherwise, and without Freshdesk,
it is chatd's own; the delivery goes on in the background. The number told is the one in the mail that the user gets.`,
    security: KEYS,
    params: ID_OF_FAILURE,
    body: {
      schema: ticketSchema,
      examples: {
        history: {
          conversation_history: [
            { role: "user", content: QUESTION, timestamp: "2026-11-21T10:00:00.000Z" },
            { role: "assistant", content: UNSURE, timestamp: "2026-11-21T10:00:01.000Z" },
          ],
        },
      },
    },
    replies: {
      200: {
        description: "The ticket's number.",
        schema: ticketReplySchema,
        examples: { freshdesk: { ticket_id: "9630" }, own: { ticket_id: "T-1" } },
      },
    },
    errors: {
      401: UNAUTHENTICATED,
      403: FORBIDDEN,
      404: "There is no such failure, or it is another partner's.",
      429: `${TOO_MANY_REPORTS} Sixty tickets an hour are made for one e-mail address.`,
    },
  },
  {
    method: "post",
    path: "/api/agent-failure/:id/decline",
    id: "declineTicket",
    tag: "Tickets",
    summary: "Decline a ticket",
    description: "No body.",
    security: KEYS,
    params: ID_OF_FAILURE,
    replies: {
      200: { description: "It is noted.", schema: successSchema, examples: { noted: { success: true } } },
    },
    errors: {
      401: UNAUTHENTICATED,
      403: FORBIDDEN,
      404: "There is no such failure, or it is another partner's.",
      409: "A ticket that exists already cannot be declined.",
    },
  },
  {
    method: "get",
    path: "/api/health",
    id: "health",
    tag: "Health",
    summary: "How the services are",
    description:
      "Always answers with 200. `knowledge_base` is there where `crm.partner` is set; `llm`, `smtp` and `freshdesk` where they are configured. The whole is `down` when the database or the model is, `degraded` when anything else is not healthy. Each check takes at most 5 seconds.",
    security: ["none"],
    replies: {
      200: {
        description: "The report.",
        schema: healthReplySchema,
        examples: {
          healthy: {
            overall_status: "healthy",
            services: {
              database: { status: "healthy" },
              model: { status: "healthy" },
              knowledge_base: { status: "healthy", detail: "2 articles" },
            },
            summary: { total: 3, healthy: 3, degraded: 0, down: 0 },
          },
        },
      },
    },
  },
]
