import { z } from "zod"
import type { Operation, Parameter } from "../../http/openapi/contract.ts"
import {
  detailSchema,
  eventSchema,
  eventsReplySchema,
  queueReplySchema,
  routeReplySchema,
  summariesSchema,
  summarySchema,
  transcriptReplySchema,
} from "./conversation-reply-schemas.ts"
import {
  eventsSchema,
  listSchema,
  messageSchema,
  noteSchema,
  prioritySchema,
  readSchema,
  transcriptSchema,
  transferSchema,
} from "./conversation-schemas.ts"

const AT = "2026-11-21T10:00:00.000Z"
const SUMMARY = {
  number: 17,
  status: "waiting",
  handler: "person",
  priority: "medium",
  customer: {
    ref: "v-cust-1",
    id: "cust-1",
    name: "Ada",
    email: "ada@example.com",
    verified: true,
    here: true,
  },
  agent: null,
  lastSeq: 12,
  readByAgent: 9,
  readByCustomer: 12,
  unread: 1,
  lastMessage: { seq: 12, from: "customer", text: "Where is my refund?", at: AT },
  queuedAt: AT,
  assignedAt: null,
  position: 3,
  createdAt: AT,
  updatedAt: AT,
}
const TAKEN = {
  ...SUMMARY,
  status: "active",
  agent: { number: 2, name: "Grace" },
  assignedAt: AT,
  position: null,
}
const REPLY = { clientId: "6f1c", text: "It is on its way." }
const SENT = {
  seq: 13,
  type: "message",
  at: AT,
  sender: { kind: "agent", id: "agent-2", name: "Grace" },
  ...REPLY,
}
const security = ["deskToken"] as const
const NO_TOKEN = { 401: "No token, or one that does not hold any more." } as const
const ERRORS = { ...NO_TOKEN, 404: "There is no such conversation." } as const
const AGENTS_ONLY = { 403: "The operator's command line speaks in nobody's name." } as const
const OVER = { 409: "The conversation is closed." } as const

const number: Parameter = {
  description: "The conversation's number.",
  schema: z.number().int(),
  example: 17,
}
const about = { tag: "Conversations", security, params: { number } } as const
const summaryReply = (description: string, summary: unknown) => ({
  200: { description, schema: summarySchema, examples: { conversation: summary } },
})
const said = {
  201: { description: "It is stored.", schema: eventSchema, examples: { stored: SENT } },
  200: {
    description: "It was stored before under the same `clientId`.",
    schema: eventSchema,
    examples: { stored: SENT },
  },
} as const

/** Conversations; docs/desk-api.md says the same in prose. */
export const conversationOperations: readonly Operation[] = [
  {
    method: "get",
    path: "/api/desk/conversations",
    id: "listConversations",
    tag: "Conversations",
    summary: "List conversations, the newest first, the queue in its order",
    description: "One in which nothing happened yet is in no list.",
    security,
    query: listSchema,
    replies: {
      200: {
        description: "The conversations.",
        schema: summariesSchema,
        examples: { one: { conversations: [SUMMARY], more: false } },
      },
    },
    errors: { ...NO_TOKEN, 403: "`view=mine` of the operator, who is no agent." },
  },
  {
    method: "get",
    path: "/api/desk/queue",
    id: "showQueue",
    tag: "Conversations",
    summary: "Who waits for a person",
    security,
    replies: {
      200: {
        description: "The queue.",
        schema: queueReplySchema,
        examples: {
          one: { waiting: 1, longestWaitSeconds: 40, conversations: [{ ...SUMMARY, position: 1 }] },
        },
      },
    },
    errors: NO_TOKEN,
  },
  {
    ...about,
    method: "get",
    path: "/api/desk/conversations/:number",
    id: "showConversation",
    summary: "The whole of one conversation, but for what was said",
    replies: {
      200: {
        description: "The conversation.",
        schema: detailSchema,
        examples: {
          waiting: {
            conversation: SUMMARY,
            customer: {
              ref: "v-cust-1",
              id: "cust-1",
              verified: true,
              name: "Ada",
              email: "ada@example.com",
              phone: null,
              locale: "en-GB",
              createdAt: AT,
              conversations: 3,
            },
            why: {
              reason: "not_sure",
              question: "Where is my refund?",
              confidence: 0.31,
              tried: [{ title: "Refunds", url: "https://acme.example/help/refunds", score: 0.31 }],
              sentiment: { score: -0.4, label: "negative" },
              summary: ["Where is my refund?"],
              at: AT,
            },
            page: { url: "https://acme.example/orders" },
            flashback: null,
          },
        },
      },
    },
    errors: ERRORS,
  },
  {
    ...about,
    method: "get",
    path: "/api/desk/conversations/:number/events",
    id: "listEvents",
    summary: "What happened in a conversation, in order",
    query: eventsSchema,
    replies: {
      200: {
        description: "The events.",
        schema: eventsReplySchema,
        examples: { one: { events: [SENT], lastSeq: 13 } },
      },
    },
    errors: ERRORS,
  },
  {
    ...about,
    method: "post",
    path: "/api/desk/conversations/:number/messages",
    id: "reply",
    summary: "Reply to the customer",
    description: "The first reply in a conversation that nobody has makes it the agent's.",
    body: { schema: messageSchema, examples: { reply: REPLY } },
    replies: said,
    errors: { ...ERRORS, ...AGENTS_ONLY, 409: "The conversation has ended." },
  },
  {
    ...about,
    method: "post",
    path: "/api/desk/conversations/:number/notes",
    id: "note",
    summary: "Note something for other agents",
    description: "Customers never see it. It goes with closed conversations too.",
    body: { schema: noteSchema, examples: { note: REPLY } },
    replies: said,
    errors: { ...ERRORS, ...AGENTS_ONLY },
  },
  {
    ...about,
    method: "post",
    path: "/api/desk/conversations/:number/read",
    id: "markRead",
    summary: "Everything up to there has been read",
    body: { schema: readSchema, examples: { read: { seq: 12 } } },
    replies: { 204: { description: "Noted." } },
    errors: { ...ERRORS, ...AGENTS_ONLY },
  },
  {
    ...about,
    method: "post",
    path: "/api/desk/conversations/:number/take",
    id: "take",
    summary: "Take a conversation, whoever has it",
    replies: summaryReply("It is yours.", TAKEN),
    errors: { ...ERRORS, ...AGENTS_ONLY, ...OVER },
  },
  {
    ...about,
    method: "post",
    path: "/api/desk/conversations/:number/transfer",
    id: "transfer",
    summary: "Give a conversation to another agent, or to the queue",
    body: {
      schema: transferSchema,
      examples: { agent: { agent: 2, note: "Knows about refunds." }, queue: { queue: true } },
    },
    replies: summaryReply("It is theirs, or waits.", TAKEN),
    errors: { ...ERRORS, ...OVER },
  },
  {
    ...about,
    method: "post",
    path: "/api/desk/conversations/:number/hand-back",
    id: "handBack",
    summary: "Give a conversation back to the bot",
    replies: summaryReply("The bot has it.", {
      ...SUMMARY,
      status: "active",
      handler: "bot",
      queuedAt: null,
      position: null,
    }),
    errors: { ...ERRORS, ...OVER },
  },
  {
    ...about,
    method: "post",
    path: "/api/desk/conversations/:number/close",
    id: "close",
    summary: "Close a conversation",
    replies: summaryReply("It is closed.", { ...TAKEN, status: "closed" }),
    errors: ERRORS,
  },
  {
    ...about,
    method: "post",
    path: "/api/desk/conversations/:number/reopen",
    id: "reopen",
    summary: "Open a closed conversation again",
    description: "It goes to whom it had, if they are there, and waits otherwise.",
    replies: summaryReply("It is open.", TAKEN),
    errors: ERRORS,
  },
  {
    ...about,
    method: "post",
    path: "/api/desk/conversations/:number/priority",
    id: "setPriority",
    summary: "Say how urgent a conversation is",
    body: { schema: prioritySchema, examples: { urgent: { priority: "urgent" } } },
    replies: summaryReply("It is so urgent.", SUMMARY),
    errors: { ...ERRORS, ...OVER },
  },
  {
    ...about,
    method: "get",
    path: "/api/desk/conversations/:number/route",
    id: "explainRoute",
    summary: "How a conversation came to whom it came",
    replies: {
      200: {
        description: "Its decisions, in order.",
        schema: routeReplySchema,
        examples: {
          one: {
            decisions: [
              {
                at: AT,
                kind: "assigned",
                agent: { number: 2, name: "Grace" },
                reason: { by: { kind: "system" }, to: { number: 2, name: "Grace" }, waitedMs: 12_000 },
                sentence: "Given to Grace. The customer had waited for 12 s.",
              },
            ],
          },
        },
      },
    },
    errors: ERRORS,
  },
  {
    ...about,
    method: "get",
    path: "/api/desk/attachments/:id",
    params: { id: { description: "The file's id.", schema: z.string(), example: "at_3kW9" } },
    id: "attachment",
    summary: "A file that came along",
    description:
      "Of a message, a note or a ticket's comment: `data.attachments` names them. Its type was seen in its content; it is to be stored, and nothing of it run.",
    replies: {
      200: {
        description: "The file.",
        schema: z.string(),
        type: "*/*",
        examples: { file: "It broke here." },
      },
    },
    errors: { ...NO_TOKEN, 404: "There is no such file." },
  },
  {
    ...about,
    method: "get",
    path: "/api/desk/conversations/:number/transcript",
    id: "transcript",
    summary: "What was said, as a file",
    description: "As text unless `format=json`. With `notes=true` what agents noted is in it.",
    query: transcriptSchema,
    replies: {
      200: {
        description: "The file.",
        schema: transcriptReplySchema,
        asText: { "text/plain": "[2026-11-21 10:00:00 UTC] Grace:\nIt is on its way.\n\n" },
        examples: {
          json: {
            conversation: 17,
            startedAt: AT,
            lines: [
              { seq: 13, type: "message", at: AT, from: "agent", name: "Grace", text: "It is on its way." },
            ],
          },
        },
      },
    },
    errors: ERRORS,
  },
]
