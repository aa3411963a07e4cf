import { z } from "zod"
import type { Operation } from "../../http/openapi/contract.ts"
import { SESSION, SESSION_ID, TOKEN, USUAL } from "./operation-parts.ts"
import { configSchema, listedSessionsSchema, openedSessionSchema, sessionSchema } from "./reply-schemas.ts"
import { openSchema } from "./schemas.ts"

const FORBIDDEN = "A page of a foreign origin, or a secret key."
const OPENED = { ...SESSION, sessionToken: "st_…", resumed: false }

/** Sessions and what a widget must know before; docs/chat-api.md says the same in prose. */
export const sessionOperations: readonly Operation[] = [
  {
    method: "get",
    path: "/api/chat/config",
    id: "widgetConfiguration",
    tag: "Sessions",
    summary: "What a widget must know first",
    description: "Cacheable for a minute, and without a session.",
    security: ["none"],
    query: z.object({
      key: z
        .string()
        .optional()
        .describe("The widget key. Without one it is the server's own partner's (`crm.partner`)."),
    }),
    replies: {
      200: {
        description: "The configuration.",
        schema: configSchema,
        examples: {
          usual: {
            partner: { name: "Acme" },
            theme: { primaryColor: "#3a7bd5", scheme: "auto", side: "right" },
            texts: { title: "Customer Support", welcome: "Hello! How can we help you today?" },
            locale: null,
            preChat: {
              enabled: true,
              fields: [
                { name: "name", required: true },
                { name: "email", required: true },
              ],
            },
            consent: null,
            idleSeconds: 300,
            maxMessageLength: 4000,
            mail: true,
            rating: true,
          },
        },
      },
    },
    errors: { 401: "No widget key, or a wrong one.", 403: FORBIDDEN },
  },
  {
    method: "post",
    path: "/api/chat/sessions",
    id: "openSession",
    tag: "Sessions",
    summary: "Open a session",
    description: `Or go on with the live one of the same customer. Who they are, in this order: a signed \`identity\`; the token of an earlier
session; otherwise a new unverified customer with an id that chatd makes up. A token never becomes another customer's, and a
signed customer never inherits an unsigned one's conversations.`,
    security: ["widgetKey", "none"],
    body: {
      schema: openSchema,
      examples: {
        visitor: {
          widgetKey: "pk_…",
          name: "Ada",
          email: "ada@example.com",
          locale: "en-GB",
          page: { url: "https://acme.example/pricing", title: "Pricing" },
        },
        again: { widgetKey: "pk_…", sessionToken: "st_…", resumeOnly: true },
        signed: {
          widgetKey: "pk_…",
          identity: {
            customerId: "customer-12345",
            signature: "9b1c5f2e0d7a4c3386f1e2d3c4b5a697881706f5e4d3c2b1a0998877665544aa",
          },
        },
      },
    },
    replies: {
      200: {
        description: "The live session goes on.",
        schema: openedSessionSchema,
        examples: { resumed: { ...OPENED, resumed: true, lastSeq: 4 } },
      },
      201: { description: "A new session.", schema: openedSessionSchema, examples: { opened: OPENED } },
    },
    errors: {
      401: "No widget key, or a wrong one; a signature that does not fit.",
      403: FORBIDDEN,
      404: "With `resumeOnly`: there is no live session.",
      429: "Too many were opened from this address.",
    },
  },
  {
    method: "get",
    path: "/api/chat/sessions",
    id: "listSessions",
    tag: "Sessions",
    summary: "This customer's sessions",
    description: "Newest first, at most 50.",
    security: TOKEN,
    replies: {
      200: {
        description: "The list.",
        schema: listedSessionsSchema,
        examples: { one: [{ ...SESSION, preview: "Orders arrive within three days." }] },
      },
    },
    errors: { 401: USUAL[401] },
  },
  {
    method: "get",
    path: "/api/chat/sessions/:id",
    id: "showSession",
    tag: "Sessions",
    summary: "A session",
    security: TOKEN,
    params: SESSION_ID,
    replies: {
      200: { description: "As it is now.", schema: sessionSchema, examples: { waiting: SESSION } },
    },
    errors: USUAL,
  },
  {
    method: "post",
    path: "/api/chat/sessions/:id/close",
    id: "closeSession",
    tag: "Sessions",
    summary: "End a session",
    description: "No body. It can still be read and rated.",
    security: TOKEN,
    params: SESSION_ID,
    replies: {
      200: {
        description: "It has ended.",
        schema: sessionSchema,
        examples: { closed: { ...SESSION, status: "closed", endsAt: null } },
      },
    },
    errors: USUAL,
  },
]
