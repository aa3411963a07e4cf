import guide from "../../../docs/chat-api.md" with { type: "text" }
import type { Contract } from "../../http/openapi/contract.ts"
import { messageOperations } from "./message-operations.ts"
import { outcomeOperations } from "./outcome-operations.ts"
import {
  configSchema,
  eventSchema,
  eventsReplySchema,
  messageReplySchema,
  sessionSchema,
  ticketDetailSchema,
} from "./reply-schemas.ts"
import { sessionOperations } from "./session-operations.ts"
import { ticketOperations } from "./ticket-operations.ts"

/** The chat's contract as `/docs` shows it. */
export const chatContract: Contract = {
  title: "chatd: chat API",
  description: `What a visitor's client speaks: chatd's widget, and any other. The same in prose: [docs/chat-api.md](/docs/chat-api.md).

A **session** is one conversation. It ends after five minutes without a message, unless the customer is waiting for a person.
Everything that matters in it is an **event** with a number, \`seq\`, that rises by one: a client keeps the last one it saw and
asks for what came after. It names each message (\`clientId\`), so that sending again is always safe.

**Try calls here**: "Open a session" with a widget key gives a \`sessionToken\`, which "Authorize" takes for all the others.

**The socket**, \`WebSocket /ws/chat/:sessionId?token=SESSION_TOKEN&after=SEQ\`, which OpenAPI has no words for: frames are
\`{ "type", "payload" }\`. It says \`hello\` with the session, then sends the events after \`after\`, then what happens, and besides
\`typing\`, \`stream\` (an answer while it is written), \`queue\` (the place in it), \`error\` and \`pong\`. It takes \`message\`, \`typing\`, \`read\`, \`sync\` and
\`ping\`. [All about it](/docs/chat-api.md), under "The socket".

What is absent and what is another's look the same: \`404\`.`,
  guide: { file: "chat-api.md", text: guide },
  tags: [
    { name: "Sessions", description: "Opened, gone on with, ended." },
    { name: "Messages", description: "What is said, and everything else that happens." },
    { name: "People", description: "To a person, or to a ticket." },
    { name: "Tickets", description: "What the customer waits for." },
    { name: "Opinions", description: "Thumbs, ratings, transcripts." },
  ],
  security: {
    widgetKey: { type: "http", scheme: "bearer", description: "The partner's, `pk_…`; for its pages." },
    sessionToken: {
      type: "http",
      scheme: "bearer",
      description: "The customer's, `st_…`: opening a session gives one.",
    },
  },
  schemas: {
    WidgetConfiguration: configSchema,
    Session: sessionSchema,
    Message: messageReplySchema,
    Event: eventSchema,
    Events: eventsReplySchema,
    Ticket: ticketDetailSchema,
  },
  sentences: {
    401: "A valid session token is required: POST /api/chat/sessions gives one.",
    403: "Pages of https://other.example may not use this API; add it to the partner's allowed origins.",
    404: "There is no such session.",
    409: "This conversation has ended. Start a new one to go on.",
  },
  operations: [...sessionOperations, ...messageOperations, ...outcomeOperations, ...ticketOperations],
}
