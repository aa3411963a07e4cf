import { z } from "zod"
import type { Operation, Parameter } from "../../http/openapi/contract.ts"
import {
  intentExampleSchema,
  intentExamplesSchema,
  intentTestReplySchema,
  intentTestSchema,
  newIntentExampleSchema,
} from "./intent-schemas.ts"

const EXAMPLE = { id: 3, intent: "order", text: "Has my crate left the yard?" }
const security = ["deskToken"] as const
const NO_TOKEN = { 401: "The token is not valid any more." } as const
const ADMIN = { ...NO_TOKEN, 403: "Only an admin may do this." } as const
const tag = "Knowledge"
const id: Parameter = { description: "Number of the example.", schema: z.number().int(), example: 3 }

/** What customers' messages are after; docs/intents.md says the same in prose. */
export const intentOperations: readonly Operation[] = [
  {
    method: "get",
    path: "/api/desk/intents/examples",
    id: "listIntentExamples",
    tag,
    summary: "List the partner's examples of intents",
    security,
    replies: {
      200: {
        description: "In the order in which they were added.",
        schema: intentExamplesSchema,
        examples: { one: { examples: [EXAMPLE] } },
      },
    },
    errors: NO_TOKEN,
  },
  {
    method: "post",
    path: "/api/desk/intents/examples",
    id: "addIntentExample",
    tag,
    summary: "Add an example of an intent",
    description:
      "The same again is the one that is there, with status 200. Every server follows within two seconds.",
    security,
    body: {
      schema: newIntentExampleSchema,
      examples: { order: { intent: EXAMPLE.intent, text: EXAMPLE.text } },
    },
    replies: {
      201: { description: "It is there.", schema: intentExampleSchema, examples: { added: EXAMPLE } },
      200: { description: "It was there.", schema: intentExampleSchema, examples: { known: EXAMPLE } },
    },
    errors: { ...ADMIN, 409: "The phrase has another intent, or there are 300 examples already." },
  },
  {
    method: "delete",
    path: "/api/desk/intents/examples/:id",
    id: "removeIntentExample",
    tag,
    summary: "Remove an example of an intent",
    security,
    params: { id },
    replies: { 204: { description: "It is gone." } },
    errors: { ...ADMIN, 404: "There is no such example." },
  },
  {
    method: "post",
    path: "/api/desk/intents/test",
    id: "testIntents",
    tag,
    summary: "What sentences would be taken for",
    description:
      "By patterns, examples and meaning; neither the knowledge base nor a language model is asked.",
    security,
    body: { schema: intentTestSchema, examples: { one: { texts: ["What's the status of ticket #12?"] } } },
    replies: {
      200: {
        description: "In the order of the sentences.",
        schema: intentTestReplySchema,
        examples: {
          one: {
            intents: [
              {
                name: "ticket_status",
                confidence: 0.97,
                by: "pattern",
                entities: { ticketNumbers: ["12"], orderIds: [], emails: [], phones: [], dates: [] },
                nearest: [
                  {
                    intent: "ticket_status",
                    text: "What is the status of ticket #4711?",
                    likeness: 0.91,
                    own: false,
                  },
                ],
              },
            ],
          },
        },
      },
    },
    errors: NO_TOKEN,
  },
]
