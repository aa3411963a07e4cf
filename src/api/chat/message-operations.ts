import { READ_TOO_MUCH } from "../../http/message-limits.ts"
import type { Operation } from "../../http/openapi/contract.ts"
import { ANSWER, MESSAGE, SESSION_ID, TOKEN, TOO_MUCH, USUAL } from "./operation-parts.ts"
import { eventsReplySchema, historyReplySchema, messageReplySchema } from "./reply-schemas.ts"
import { eventsSchema, historySchema, messageSchema, readSchema, typingSchema } from "./schemas.ts"

/** What is said and what happens in a session; docs/chat-api.md says the same in prose. */
export const messageOperations: readonly Operation[] = [
  {
    method: "get",
    path: "/api/chat/sessions/:id/messages",
    id: "listMessages",
    tag: "Messages",
    summary: "The newest messages",
    description: "Or those before `before`.",
    security: TOKEN,
    params: SESSION_ID,
    query: historySchema,
    replies: {
      200: {
        description: "The messages, oldest first.",
        schema: historyReplySchema,
        examples: { begun: { messages: [MESSAGE, ANSWER], more: false } },
      },
    },
    errors: { ...USUAL, 429: READ_TOO_MUCH },
  },
  {
    method: "post",
    path: "/api/chat/sessions/:id/messages",
    id: "postMessage",
    tag: "Messages",
    summary: "Say something",
    description: "The bot's answer follows as an event.",
    security: TOKEN,
    params: SESSION_ID,
    body: {
      schema: messageSchema,
      examples: { question: { clientId: "a name of yours", text: "How long does shipping take?" } },
    },
    replies: {
      200: {
        description: "It was stored before under this `clientId`.",
        schema: messageReplySchema,
        examples: { known: MESSAGE },
      },
      201: { description: "It is stored.", schema: messageReplySchema, examples: { stored: MESSAGE } },
    },
    errors: {
      ...USUAL,
      409: "The session has ended: open a new one and say it there.",
      429: TOO_MUCH,
    },
  },
  {
    method: "get",
    path: "/api/chat/sessions/:id/events",
    id: "listEvents",
    tag: "Messages",
    summary: "What happened since",
    description: "What the socket tells and is stored, by polling.",
    security: TOKEN,
    params: SESSION_ID,
    query: eventsSchema,
    replies: {
      200: {
        description: "The events after that number, in order.",
        schema: eventsReplySchema,
        examples: {
          some: {
            events: [
              { seq: 1, type: "message", at: MESSAGE.createdAt, payload: MESSAGE },
              { seq: 2, type: "message", at: ANSWER.createdAt, payload: ANSWER },
              {
                seq: 3,
                type: "status",
                at: ANSWER.createdAt,
                payload: { status: "active", handler: "bot", agent: null, reason: "answered" },
              },
              { seq: 4, type: "read", at: "2026-11-21T10:00:02.000Z", payload: { by: "customer", seq: 2 } },
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
    path: "/api/chat/sessions/:id/read",
    id: "markRead",
    tag: "Messages",
    summary: "Say what was seen",
    security: TOKEN,
    params: SESSION_ID,
    body: { schema: readSchema, examples: { read: { seq: 2 } } },
    replies: { 204: { description: "It is noted." } },
    errors: USUAL,
  },
  {
    method: "post",
    path: "/api/chat/sessions/:id/typing",
    id: "showTyping",
    tag: "Messages",
    summary: "Show that the visitor types",
    description: "For clients without a socket. Passed on to who is connected, and not stored.",
    security: TOKEN,
    params: SESSION_ID,
    body: { schema: typingSchema, examples: { typing: { isTyping: true } } },
    replies: { 204: { description: "It is passed on." } },
    errors: USUAL,
  },
]
