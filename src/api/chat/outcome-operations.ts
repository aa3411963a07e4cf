import { z } from "zod"
import { DEFAULT_SETTINGS } from "../../core/partner-settings.ts"
import type { Operation } from "../../http/openapi/contract.ts"
import { SESSION_ID, TOKEN, TOO_MUCH, USUAL } from "./operation-parts.ts"
import { handoffReplySchema, personReplySchema, transcriptReplySchema } from "./reply-schemas.ts"
import { feedbackSchema, handoffSchema, ratingSchema, transcriptSchema } from "./schemas.ts"

/** What comes of a session: a person, a ticket, an opinion, a transcript; docs/chat-api.md says the same in prose. */
export const outcomeOperations: readonly Operation[] = [
  {
    method: "post",
    path: "/api/chat/sessions/:id/person",
    id: "requestPerson",
    tag: "People",
    summary: "A person, please",
    description:
      "No body. Where somebody is there and it is open, the conversation waits for them, and the bot is silent from then on: `queued`. Where nobody is, nothing changes: show the form of a ticket; or the bot says so and goes on, as the partner has set it.",
    security: TOKEN,
    params: SESSION_ID,
    replies: {
      200: {
        description: "What comes of it.",
        schema: personReplySchema,
        examples: {
          somebody: { outcome: "queued" },
          nobody: { outcome: "form" },
          closed: { outcome: "form", opensAt: "2026-11-23T08:00:00.000Z" },
        },
      },
    },
    errors: { ...USUAL, 409: "The session has ended.", 429: TOO_MUCH },
  },
  {
    method: "post",
    path: "/api/chat/sessions/:id/handoff",
    id: "handOff",
    tag: "People",
    summary: "Make a ticket",
    description: `Only \`clientId\` and \`message\` are required where the customer's name and address are known. A \`message\` may be as long as a
message of the partner's (4,000 characters unless set). The ticket, its way to Freshdesk and by mail, the \`ticket\` event and the
bot's confirmation are stored together. A form is taken after the session's end too.`,
    security: TOKEN,
    params: SESSION_ID,
    body: {
      schema: handoffSchema(DEFAULT_SETTINGS.limits.messageLength),
      examples: {
        form: {
          clientId: "a retry under the same name makes no second ticket",
          name: "Ada Lovelace",
          email: "ada@example.com",
          message: "My order has not arrived.",
          priority: "high",
        },
        known: { clientId: "another name", message: "Do you sell gift cards?" },
      },
    },
    replies: {
      201: {
        description: "The ticket is made.",
        schema: handoffReplySchema,
        examples: { ticket: { ticketId: "T-17" } },
      },
    },
    errors: {
      ...USUAL,
      429: "Ten tickets an hour may come from a customer, and as many go to one address; sixty come from one network address.",
    },
  },
  {
    method: "post",
    path: "/api/chat/sessions/:id/feedback",
    id: "rateMessage",
    tag: "Opinions",
    summary: "A thumb for an answer",
    description: "Once an answer; the same again is fine.",
    security: TOKEN,
    params: SESSION_ID,
    body: { schema: feedbackSchema, examples: { up: { seq: 2, helpful: true } } },
    replies: { 204: { description: "It is kept." } },
    errors: {
      401: USUAL[401],
      404: "There is no such session, or that message is no answer.",
      409: "Another opinion was given before, or the answer was escalated.",
      429: TOO_MUCH,
    },
  },
  {
    method: "post",
    path: "/api/chat/sessions/:id/rating",
    id: "rateSession",
    tag: "Opinions",
    summary: "Stars for the session",
    description: "Once, also after its end.",
    security: TOKEN,
    params: SESSION_ID,
    body: {
      schema: ratingSchema,
      examples: { stars: { score: 5 }, comment: { score: 4, comment: "Quick, thank you." } },
    },
    replies: { 204: { description: "It is kept." } },
    errors: { ...USUAL, 409: "The session has been rated already.", 429: TOO_MUCH },
  },
  {
    method: "get",
    path: "/api/chat/sessions/:id/attachments/:file",
    id: "downloadAttachment",
    tag: "Opinions",
    summary: "A file that came with one of the customer's own messages",
    description: "A message that came by e-mail names its files as `attachments`.",
    security: TOKEN,
    params: {
      ...SESSION_ID,
      file: { description: "The file's id.", schema: z.string(), example: "at_3kW9" },
    },
    replies: {
      200: {
        description: "A file to download.",
        schema: z.string(),
        type: "*/*",
        examples: { file: "It broke here." },
      },
    },
    errors: { ...USUAL, 429: TOO_MUCH },
  },
  {
    method: "get",
    path: "/api/chat/sessions/:id/transcript",
    id: "downloadTranscript",
    tag: "Opinions",
    summary: "The messages as plain text",
    security: TOKEN,
    params: SESSION_ID,
    replies: {
      200: {
        description: "A file to download.",
        schema: z.string(),
        type: "text/plain",
        examples: { text: "[2026-11-21 10:00:00 UTC] Ada:\nHow long does shipping take?\n\n" },
      },
    },
    errors: { ...USUAL, 429: TOO_MUCH },
  },
  {
    method: "post",
    path: "/api/chat/sessions/:id/transcript",
    id: "mailTranscript",
    tag: "Opinions",
    summary: "The same by mail",
    description: "Once a `clientId`, without one once a minute.",
    security: TOKEN,
    params: SESSION_ID,
    body: { schema: transcriptSchema, examples: { mail: { email: "ada@example.com" } } },
    replies: {
      202: {
        description: "It goes out.",
        schema: transcriptReplySchema,
        examples: { address: { email: "ada@example.com" } },
      },
    },
    errors: {
      ...USUAL,
      409: "chatd sends no mail here (`mail` of the configuration).",
      429: "Ten mailed transcripts an hour may come from a customer, and as many go to one address.",
    },
  },
]
