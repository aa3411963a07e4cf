import { z } from "zod"
import type { Parameter } from "../../http/openapi/contract.ts"

/** What the operations on one session have in common. */
export const TOKEN = ["sessionToken"]
export const SESSION_ID: Readonly<Record<string, Parameter>> = {
  id: { description: "The session's `id`.", schema: z.string(), example: "cs_7Yq2kNfX0aVbT4sLw9RzPd" },
}
export const USUAL = {
  401: "No session token, or one that does not hold any more.",
  404: "There is no such session, or it is another's.",
}
export const TOO_MUCH =
  "The customer, their address, or the partner's customers together, sent too much in a minute."

export const SESSION = {
  id: "cs_7Yq2kNfX0aVbT4sLw9RzPd",
  conversationId: 1,
  customerId: "visitor-5f1c9e",
  verified: false,
  status: "waiting",
  handler: "bot",
  agent: null,
  queue: null,
  customer: { name: "Ada", email: "ada@example.com" },
  lastSeq: 0,
  readByCustomer: 0,
  readByAgent: 0,
  idleSeconds: 300,
  endsAt: "2026-11-21T10:05:00.000Z",
  createdAt: "2026-11-21T10:00:00.000Z",
  updatedAt: "2026-11-21T10:00:00.000Z",
}

export const MESSAGE = {
  seq: 1,
  id: 1000001,
  clientId: "a name of yours",
  sender: { kind: "customer", id: "visitor-5f1c9e" },
  type: "text",
  text: "How long does shipping take?",
  createdAt: "2026-11-21T10:00:00.000Z",
}

export const ANSWER = {
  seq: 2,
  id: 1000002,
  sender: { kind: "bot", id: "bot", name: "Acme" },
  type: "text",
  text: "Orders arrive within **three days**.",
  createdAt: "2026-11-21T10:00:01.000Z",
  answer: {
    confidence: 0.93,
    sources: [{ title: "Shipping", url: "https://acme.example/help/shipping" }],
    feedback: true,
    escalation: null,
  },
}
