import { z } from "zod"
import type { Operation, Parameter } from "../../http/openapi/contract.ts"
import {
  deliveriesReplySchema,
  deliveriesSchema,
  newWebhookReplySchema,
  newWebhookSchema,
  replayReplySchema,
  replaySchema,
  rotateSecretReplySchema,
  rotateSecretSchema,
  testReplySchema,
  webhookChangesSchema,
  webhookSchema,
  webhooksReplySchema,
} from "./webhook-schemas.ts"

const AT = "2026-11-21T10:00:00.000Z"
const SECRET = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oDlnuSkKPKZ3Q="
const WEBHOOK = {
  number: 1,
  url: "https://shop.example/chatd-events",
  description: "The shop's back office",
  events: null,
  status: "active",
  reason: null,
  statusAt: AT,
  lastNumber: 1480,
  lastSuccessAt: AT,
  lastError: null,
  waiting: 2,
  failed: 0,
  createdAt: AT,
}
const DELIVERY = {
  number: 1480,
  type: "message.created",
  of: { kind: "conversation", number: 17 },
  state: "due",
  attempts: 3,
  at: AT,
  nextAt: AT,
  deliveredAt: null,
  lastError: "It answered with status 500.",
}
const security = ["deskToken"] as const
const ADMIN = { 403: "Only an admin may do this." } as const
const ABSENT = { ...ADMIN, 404: "There is no such webhook." } as const
const tag = "Webhooks"
const number: Parameter = {
  description: "Number of the webhook.",
  schema: z.number().int(),
  example: 1,
}

/** Where the partner's own server is told of events; docs/webhooks.md says the same in prose. */
export const webhookOperations: readonly Operation[] = [
  {
    method: "get",
    path: "/api/desk/webhooks",
    id: "listWebhooks",
    tag,
    summary: "List webhooks (admins)",
    security,
    replies: {
      200: {
        description: "By number.",
        schema: webhooksReplySchema,
        examples: { one: { webhooks: [WEBHOOK] } },
      },
    },
    errors: ADMIN,
  },
  {
    method: "post",
    path: "/api/desk/webhooks",
    id: "addWebhook",
    tag,
    summary: "Add a webhook (admins)",
    description: "It is told of what happens from now on.",
    security,
    body: {
      schema: newWebhookSchema,
      examples: {
        all: { url: WEBHOOK.url },
        some: { url: WEBHOOK.url, events: ["ticket.created", "ticket.changed"] },
      },
    },
    replies: {
      201: {
        description: "With its secret, this once.",
        schema: newWebhookReplySchema,
        examples: {
          added: { ...WEBHOOK, lastNumber: 0, lastSuccessAt: null, waiting: 0, secret: SECRET },
        },
      },
    },
    errors: { ...ADMIN, 409: "There are 10 already." },
  },
  {
    method: "patch",
    path: "/api/desk/webhooks/:number",
    id: "changeWebhook",
    tag,
    summary: "Change, pause or resume a webhook (admins)",
    description: "What it has not taken is tried anew, at once, where its address changes or it is resumed.",
    security,
    params: { number },
    body: { schema: webhookChangesSchema, examples: { resume: { status: "active" } } },
    replies: {
      200: { description: "As it is now.", schema: webhookSchema, examples: { changed: WEBHOOK } },
    },
    errors: ABSENT,
  },
  {
    method: "delete",
    path: "/api/desk/webhooks/:number",
    id: "removeWebhook",
    tag,
    summary: "Remove a webhook (admins)",
    description: "With everything that it has yet to be told.",
    security,
    params: { number },
    replies: { 204: { description: "It is gone." } },
    errors: ABSENT,
  },
  {
    method: "post",
    path: "/api/desk/webhooks/:number/rotate-secret",
    id: "rotateWebhookSecret",
    tag,
    summary: "Give a webhook a new secret (admins)",
    security,
    params: { number },
    body: { schema: rotateSecretSchema, examples: { usual: { overlapHours: 24 } } },
    replies: {
      200: {
        description: "The new one, this once.",
        schema: rotateSecretReplySchema,
        examples: { rotated: { secret: SECRET, previousUntil: "2026-11-22T10:00:00.000Z" } },
      },
    },
    errors: ABSENT,
  },
  {
    method: "post",
    path: "/api/desk/webhooks/:number/test",
    id: "testWebhook",
    tag,
    summary: "Send a signed ping, and say what came of it (admins)",
    security,
    params: { number },
    replies: {
      200: {
        description: "Also where it was not taken.",
        schema: testReplySchema,
        examples: {
          taken: { ok: true, status: 200, ms: 84, fault: null, said: "ok", remedy: null },
          refused: {
            ok: false,
            status: 401,
            ms: 61,
            fault: "It answered with status 401.",
            said: "bad signature",
            remedy: "The receiver refused it.",
          },
        },
      },
    },
    errors: ABSENT,
  },
  {
    method: "post",
    path: "/api/desk/webhooks/:number/replay",
    id: "replayWebhook",
    tag,
    summary: "Send events of the last thirty days again (admins)",
    description:
      "Under their old ids and numbers, each conversation's in their order. What is given holds together.",
    security,
    params: { number },
    body: { schema: replaySchema, examples: { since: { since: AT }, from: { from: 1200 } } },
    replies: {
      200: { description: "How many.", schema: replayReplySchema, examples: { some: { replayed: 280 } } },
    },
    errors: { ...ABSENT, 409: "The webhook is paused or off." },
  },
  {
    method: "get",
    path: "/api/desk/webhooks/:number/deliveries",
    id: "listWebhookDeliveries",
    tag,
    summary: "List what a webhook was told, the newest first (admins)",
    security,
    params: { number },
    query: deliveriesSchema,
    replies: {
      200: {
        description: "The deliveries.",
        schema: deliveriesReplySchema,
        examples: { one: { deliveries: [DELIVERY], more: false } },
      },
    },
    errors: ABSENT,
  },
]
