import { z } from "zod"
import type { Operation, Parameter } from "../../http/openapi/contract.ts"
import { customerDetailSchema } from "./conversation-reply-schemas.ts"
import {
  articleSchema,
  cannedReplyChangesSchema,
  cannedReplySchema,
  customerChangesSchema,
  customersSchema,
  searchSchema,
  suggestionsSchema,
} from "./data-schemas.ts"
import {
  articleReplySchema,
  cannedRepliesReplySchema,
  cannedReplyReplySchema,
  customerReplySchema,
  customersReplySchema,
  searchReplySchema,
  suggestionsReplySchema,
  todayReplySchema,
} from "./reply-schemas.ts"
import { EXAMPLE_TICKET } from "./ticket-operations.ts"

const CUSTOMER = {
  ref: "v-cust-1",
  id: "cust-1",
  verified: true,
  name: "Ada",
  email: "ada@example.com",
  phone: null,
  locale: "en-GB",
  createdAt: "2026-11-21T10:00:00.000Z",
  conversations: 3,
}
const HELLO = { shortcut: "hello", text: "Hello {customer.first_name}, I am {agent.first_name}." }
const NO_TOKEN = { 401: "No token, or one that does not hold any more." } as const
const security = ["deskToken"] as const

const ref: Parameter = {
  description: "`ref` of a customer.",
  schema: z.string(),
  example: "v-cust-1",
}
const number: Parameter = {
  description: "Number of the conversation.",
  schema: z.number().int(),
  example: 17,
}
const shortcut: Parameter = {
  description: "What agents type after `/`.",
  schema: z.string(),
  example: "hello",
}

/** Customers, search, canned replies and figures; docs/desk-api.md says the same in prose. */
export const dataOperations: readonly Operation[] = [
  {
    method: "get",
    path: "/api/desk/customers",
    id: "listCustomers",
    tag: "Customers and search",
    summary: "List or search customers, the newest first",
    security,
    query: customersSchema,
    replies: {
      200: {
        description: "The customers.",
        schema: customersReplySchema,
        examples: { one: { customers: [CUSTOMER], more: false } },
      },
    },
    errors: { ...NO_TOKEN, 404: "There is no customer that `before` names." },
  },
  {
    method: "get",
    path: "/api/desk/customers/:ref",
    id: "showCustomer",
    tag: "Customers and search",
    summary: "A customer with their history",
    security,
    params: { ref },
    replies: {
      200: {
        description: "The customer, their newest conversations and their tickets.",
        schema: customerDetailSchema,
        examples: {
          one: {
            customer: CUSTOMER,
            conversations: [],
            tickets: [EXAMPLE_TICKET],
            flashback: null,
          },
        },
      },
    },
    errors: { ...NO_TOKEN, 404: "There is no such customer." },
  },
  {
    method: "patch",
    path: "/api/desk/customers/:ref",
    id: "changeCustomer",
    tag: "Customers and search",
    summary: "Change what is known of a customer",
    description: "What is absent stays; null forgets.",
    security,
    params: { ref },
    body: { schema: customerChangesSchema, examples: { name: { name: "Ada", phone: null } } },
    replies: {
      200: { description: "The customer.", schema: customerReplySchema, examples: { changed: CUSTOMER } },
    },
    errors: { ...NO_TOKEN, 404: "There is no such customer." },
  },
  {
    method: "post",
    path: "/api/desk/customers/:ref/sign-out",
    id: "signOutCustomer",
    tag: "Customers and search",
    summary: "Sign a customer out everywhere",
    description:
      "No session token and no mail's link that they were given before opens anything, and their sockets are closed. A visitor who has proven nothing begins anew.",
    security,
    params: { ref },
    replies: { 204: { description: "They are signed out." } },
    errors: { ...NO_TOKEN, 404: "There is no such customer." },
  },
  {
    method: "get",
    path: "/api/desk/search",
    id: "searchMessages",
    tag: "Customers and search",
    summary: "Find messages and notes, the newest first",
    description:
      "Whatever is typed is a search. Case and accents make no difference. What was just written is found within a second.",
    security,
    query: searchSchema,
    replies: {
      200: {
        description: "What was found.",
        schema: searchReplySchema,
        examples: {
          one: {
            hits: [
              {
                conversation: 17,
                seq: 12,
                type: "message",
                customer: { ref: "v-cust-1", name: "Ada" },
                from: "customer",
                at: "2026-11-21T10:00:00.000Z",
                excerpt: [
                  { text: "Where is my ", hit: false },
                  { text: "refund", hit: true },
                  { text: "?", hit: false },
                ],
              },
            ],
            more: false,
          },
        },
      },
    },
    errors: NO_TOKEN,
  },
  {
    method: "get",
    path: "/api/desk/canned-replies",
    id: "listCannedReplies",
    tag: "Canned replies",
    summary: "List canned replies",
    security,
    replies: {
      200: {
        description: "By shortcut.",
        schema: cannedRepliesReplySchema,
        examples: { one: { replies: [HELLO] } },
      },
    },
    errors: NO_TOKEN,
  },
  {
    method: "post",
    path: "/api/desk/canned-replies",
    id: "addCannedReply",
    tag: "Canned replies",
    summary: "Add a canned reply",
    security,
    body: { schema: cannedReplySchema, examples: { hello: HELLO } },
    replies: {
      201: { description: "It is there.", schema: cannedReplyReplySchema, examples: { added: HELLO } },
    },
    errors: { ...NO_TOKEN, 409: "The shortcut is taken, or there are 500 already." },
  },
  {
    method: "patch",
    path: "/api/desk/canned-replies/:shortcut",
    id: "changeCannedReply",
    tag: "Canned replies",
    summary: "Change a canned reply",
    security,
    params: { shortcut },
    body: { schema: cannedReplyChangesSchema, examples: { text: { text: HELLO.text } } },
    replies: {
      200: { description: "As it is now.", schema: cannedReplyReplySchema, examples: { changed: HELLO } },
    },
    errors: { ...NO_TOKEN, 404: "There is none by that shortcut.", 409: "The new shortcut is taken." },
  },
  {
    method: "delete",
    path: "/api/desk/canned-replies/:shortcut",
    id: "removeCannedReply",
    tag: "Canned replies",
    summary: "Remove a canned reply",
    security,
    params: { shortcut },
    replies: { 204: { description: "It is gone." } },
    errors: { ...NO_TOKEN, 404: "There is none by that shortcut." },
  },
  {
    method: "get",
    path: "/api/desk/today",
    id: "showToday",
    tag: "Figures",
    summary: "Today's figures",
    description: "Since midnight in the partner's time zone; counted anew every five seconds at most.",
    security,
    replies: {
      200: {
        description: "The figures.",
        schema: todayReplySchema,
        examples: {
          day: {
            date: "2026-11-21",
            conversations: 48,
            messages: 391,
            answeredByBot: 35,
            handedOver: 11,
            waiting: 1,
            open: 3,
            closed: 40,
            medianFirstResponseSeconds: 42,
            agents: [{ number: 2, name: "Grace", open: 3, closed: 7, messages: 61 }],
          },
        },
      },
    },
    errors: NO_TOKEN,
  },
  {
    method: "get",
    path: "/api/desk/conversations/:number/suggestions",
    id: "suggestReplies",
    tag: "Knowledge",
    summary: "What the knowledge base says to a customer's message",
    description: "Also what the bot is not sure enough of to say. Empty for small talk.",
    security,
    params: { number },
    query: suggestionsSchema,
    replies: {
      200: {
        description: "The question, and what may be replied.",
        schema: suggestionsReplySchema,
        examples: {
          one: {
            question: "How long does a refund take?",
            suggestions: [
              {
                text: "Refunds reach your card within 5 working days.",
                confidence: 0.62,
                sources: [{ title: "Refunds" }],
              },
            ],
          },
        },
      },
    },
    errors: { ...NO_TOKEN, 404: "There is no such conversation." },
  },
  {
    method: "post",
    path: "/api/desk/conversations/:number/article",
    id: "addArticle",
    tag: "Knowledge",
    summary: "Make an article of an agent's reply",
    description: `The bot answers from it within two seconds. The same reply, or another one to the same question, changes the article that is
there.`,
    security,
    params: { number },
    body: {
      schema: articleSchema,
      examples: { usual: { questionSeq: 3, answerSeq: 6, title: "Refunds to a closed account" } },
    },
    replies: {
      200: {
        description: "The article that was there has changed.",
        schema: articleReplySchema,
        examples: { changed: { articleId: "desk:17.6", title: "Refunds to a closed account" } },
      },
      201: {
        description: "A new article.",
        schema: articleReplySchema,
        examples: { added: { articleId: "desk:17.6", title: "Refunds to a closed account" } },
      },
    },
    errors: { ...NO_TOKEN, 404: "There is no such conversation." },
  },
]
