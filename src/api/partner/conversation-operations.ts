import { z } from "zod"
import { READ_TOO_MUCH } from "../../http/message-limits.ts"
import type { Operation, Parameter } from "../../http/openapi/contract.ts"
import {
  conversationsQuerySchema,
  createSchema,
  eventsSchema,
  messageSchema,
  messagesSchema,
  readSchema,
  statusSchema,
  typingSchema,
} from "./conversation-schemas.ts"
import {
  conversationSchema,
  conversationsSchema,
  eventsReplySchema,
  messageReplySchema,
  messagesReplySchema,
  newConversationSchema,
} from "./reply-schemas.ts"

const CONVERSATION = {
  id: 1,
  customerId: "customer-12345",
  status: "waiting",
  createdAt: "2026-01-01T00:00:00.000Z",
  updatedAt: "2026-01-01T00:00:00.000Z",
}
const MESSAGE = {
  conversationId: 1,
  senderId: "customer-12345",
  content: "Hello, I need help with my order",
  isFromAgent: false,
}
const METADATA = { commandType: "order_lookup", value: "ORD-12345" }
const STORED = {
  id: 1000001,
  ...MESSAGE,
  timestamp: "2026-01-01T00:00:00.000Z",
  readStatus: false,
  metadata: METADATA,
  clientMessageId: "a name of yours",
}
const ANSWER = {
  id: 1000002,
  conversationId: 1,
  senderId: "bot",
  content: "Orders arrive within **three days**.",
  isFromAgent: true,
  timestamp: "2026-01-01T00:00:01.000Z",
  readStatus: false,
  metadata: {
    commandType: "answer",
    value: { confidence: 0.93, sources: [{ title: "Shipping" }], feedback: true, escalation: null },
  },
}

const EITHER = ["secretKey", "sessionToken"]
const UNAUTHENTICATED = "No key or token, or one that does not hold any more."
const FORBIDDEN = "A secret key from a page."
const NOT_FOUND = "There is no such conversation, or it is another's."
const USUAL = { 401: UNAUTHENTICATED, 403: FORBIDDEN, 404: NOT_FOUND }

const number = z.number().int().min(1)
const CONVERSATION_ID = {
  id: { description: "The conversation's `id`.", schema: number, example: 1 },
}
const IDEMPOTENCY_KEY: Parameter = {
  description:
    "A name of yours for this call of one customer, at most 100 characters: a repeated call gets the first one's reply.",
  schema: z.string().max(100),
}

const MORE = {
  "X-More": { description: "`true` where there are more.", schema: z.enum(["true", "false"]) },
}

/** Conversations, messages and events; docs/partner-api.md says the same in prose. */
export const conversationOperations: readonly Operation[] = [
  {
    method: "post",
    path: "/api/partner/conversations",
    id: "createConversation",
    tag: "Conversations",
    summary: "Begin a conversation",
    description: `Makes the customer where they are new. Who may:

- your server, with the secret key, which names the customer in \`customerId\`;
- a page, with the widget key: the customer is who the signed \`identity\` or an earlier \`sessionToken\` says, otherwise a new
  visitor with an id of chatd's;
- a customer's client, with its session token.`,
    security: ["secretKey", "widgetKey", "sessionToken"],
    headers: { "Idempotency-Key": IDEMPOTENCY_KEY },
    body: {
      schema: createSchema,
      examples: {
        server: { customerId: "customer-12345" },
        visitor: {},
        signed: {
          identity: {
            customerId: "customer-12345",
            signature: "9b1c5f2e0d7a4c3386f1e2d3c4b5a697881706f5e4d3c2b1a0998877665544aa",
          },
        },
      },
    },
    replies: {
      200: {
        description: "The conversation, and the token of its customer.",
        schema: newConversationSchema,
        examples: { begun: { ...CONVERSATION, sessionToken: "st_…" } },
      },
    },
    errors: {
      401: "No key or token, one that does not hold any more, or a signature that does not fit.",
      403: "A secret key from a page, or the widget key from a foreign page.",
      404: "There is no such visitor.",
      429: "Too many were begun from this address.",
    },
  },
  {
    method: "get",
    path: "/api/partner/conversations/:id",
    id: "listConversations",
    tag: "Conversations",
    summary: "A customer's conversations",
    description:
      "Newest first; `before` goes on. Of a customer who is not there, or is another's, the list is empty.",
    security: EITHER,
    params: { id: { description: "The **customer's** id.", schema: z.string(), example: "customer-12345" } },
    query: conversationsQuerySchema,
    replies: {
      200: {
        description: "The list.",
        schema: conversationsSchema,
        examples: { one: [{ ...CONVERSATION, status: "active", agentId: 2 }], none: [] },
        headers: MORE,
      },
    },
    errors: { 401: UNAUTHENTICATED, 403: FORBIDDEN },
  },
  {
    method: "patch",
    path: "/api/partner/conversations/:id",
    id: "closeConversation",
    tag: "Conversations",
    summary: "End a conversation",
    security: EITHER,
    params: CONVERSATION_ID,
    body: { schema: statusSchema, examples: { close: { status: "closed" } } },
    replies: {
      200: {
        description: "The conversation as it is now.",
        schema: conversationSchema,
        examples: { closed: { ...CONVERSATION, status: "closed" } },
      },
    },
    errors: USUAL,
  },
  {
    method: "post",
    path: "/api/partner/messages",
    id: "postMessage",
    tag: "Messages",
    summary: "Say something",
    security: EITHER,
    headers: {
      "Idempotency-Key": { ...IDEMPOTENCY_KEY, description: "Serves where there is no `clientMessageId`." },
    },
    body: {
      schema: messageSchema,
      examples: {
        customer: { ...MESSAGE, metadata: METADATA, clientMessageId: "a name of yours" },
        agent: { conversationId: 1, senderId: "agent-2", content: "It is on its way.", isFromAgent: true },
      },
    },
    replies: {
      200: { description: "It is stored.", schema: messageReplySchema, examples: { stored: STORED } },
    },
    errors: {
      401: UNAUTHENTICATED,
      403: "A secret key from a page, or a customer who speaks as an agent.",
      404: NOT_FOUND,
      409: "The conversation has ended: begin a new one and say it there.",
      429: "The customer, or their address, said too much at once.",
    },
  },
  {
    method: "get",
    path: "/api/partner/messages/:id",
    id: "listMessages",
    tag: "Messages",
    summary: "A conversation's messages",
    description:
      "The newest ones, in order; `before` and `after` give others, both together those between the two.",
    security: EITHER,
    params: CONVERSATION_ID,
    query: messagesSchema,
    replies: {
      200: {
        description: "The messages.",
        schema: messagesReplySchema,
        examples: { conversation: [STORED, ANSWER] },
        headers: MORE,
      },
    },
    errors: { ...USUAL, 429: READ_TOO_MUCH },
  },
  {
    method: "get",
    path: "/api/partner/conversations/:id/events",
    id: "listEvents",
    tag: "Events",
    summary: "What happened since",
    description: "What comes over the socket and is stored, by polling.",
    security: EITHER,
    params: CONVERSATION_ID,
    query: eventsSchema,
    replies: {
      200: {
        description: "The events after that number, in order.",
        schema: eventsReplySchema,
        examples: {
          some: {
            events: [
              { type: "message", seq: 1, payload: STORED },
              {
                type: "status",
                seq: 3,
                payload: { conversationId: 1, status: "active", agentId: 2, reason: "agent_joined" },
              },
              { type: "read", seq: 4, payload: { conversationId: 1, messageId: 1000001, by: "agent" } },
            ],
            lastSeq: 4,
          },
          none: { events: [], lastSeq: 4 },
        },
      },
    },
    errors: { ...USUAL, 429: READ_TOO_MUCH },
  },
  {
    method: "post",
    path: "/api/partner/conversations/:id/read",
    id: "markRead",
    tag: "Events",
    summary: "Say what was read",
    security: EITHER,
    params: CONVERSATION_ID,
    body: { schema: readSchema, examples: { read: { messageId: 1000001 } } },
    replies: { 204: { description: "It is noted." } },
    errors: USUAL,
  },
  {
    method: "post",
    path: "/api/partner/conversations/:id/typing",
    id: "showTyping",
    tag: "Events",
    summary: "Show that somebody types",
    description: "Passed on to who is connected, and not stored.",
    security: EITHER,
    params: CONVERSATION_ID,
    body: { schema: typingSchema, examples: { typing: { isTyping: true } } },
    replies: { 204: { description: "It is passed on." } },
    errors: USUAL,
  },
]
