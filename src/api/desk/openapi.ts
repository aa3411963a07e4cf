import guide from "../../../docs/desk-api.md" with { type: "text" }
import type { Contract } from "../../http/openapi/contract.ts"
import { accountOperations } from "./account-operations.ts"

import { agentOperations } from "./agent-operations.ts"

import { conversationOperations } from "./conversation-operations.ts"
import { eventSchema, flashbackSchema, summarySchema, whySchema } from "./conversation-reply-schemas.ts"

import { dataOperations } from "./data-operations.ts"
import { encryptionOperations } from "./encryption-operations.ts"
import { intentOperations } from "./intent-operations.ts"
import { mailTemplateOperations } from "./mail-template-operations.ts"
import { privacyOperations } from "./privacy-operations.ts"
import { agentSchema, customerReplySchema, meSchema, signedInSchema } from "./reply-schemas.ts"
import { settingsOperations } from "./settings-operations.ts"
import { statsOperations } from "./stats-operations.ts"
import { ticketOperations } from "./ticket-operations.ts"
import { ticketChangeSchema, ticketSchema } from "./ticket-reply-schemas.ts"
import { webhookOperations } from "./webhook-operations.ts"

/** The desk's contract as `/docs` shows it. */
export const deskContract: Contract = {
  title: "chatd: desk API",
  description: `What agents and admins do, for \`chatd console\`, the command line and any client of your own. The same in prose:
[docs/desk-api.md](/docs/desk-api.md).

Whoever signs in belongs to one partner and sees all of its conversations and nothing of others. What an agent may not do is
\`403\`; what is absent or another partner's is \`404\`. Times are ISO 8601, in UTC.

**Try calls here**: "Sign in" gives a \`token\`, which "Authorize" takes for all the others.`,
  guide: { file: "desk-api.md", text: guide },
  tags: [
    { name: "Accounts", description: "Who signs in, and with what." },
    { name: "Agents", description: "Those who answer." },
    { name: "Settings", description: "What the partner has set, and who did what." },
    { name: "Webhooks", description: "Where the partner's own server is told of events." },
    { name: "Conversations", description: "What is said, by whom, and whose it is." },
    { name: "Customers and search", description: "Who wrote, and what was said." },
    { name: "Tickets", description: "What somebody waits for, whichever door it came through." },
    { name: "Canned replies", description: "What agents say often." },
    { name: "Knowledge", description: "What agents take from the knowledge base, and give to it." },
    { name: "Privacy", description: "What belongs to a person: all of it, given out or erased." },
    { name: "Figures", description: "How the day goes." },
  ],
  security: {
    deskToken: { type: "http", scheme: "bearer", description: "Signing in gives one, `dt_…`." },
  },
  schemas: {
    Agent: agentSchema,
    Me: meSchema,
    SignedIn: signedInSchema,
    Customer: customerReplySchema,
    Summary: summarySchema,
    Event: eventSchema,
    Ticket: ticketSchema,
    TicketChange: ticketChangeSchema,
    Why: whySchema,
    Flashback: flashbackSchema,
  },
  sentences: {
    401: "The token is not valid any more. Sign in again.",
    403: "Only an admin may do this.",
    404: "There is no conversation 7.",
    409: "This conversation has ended.",
  },
  operations: [
    ...accountOperations,
    ...agentOperations,
    ...conversationOperations,
    ...settingsOperations,
    ...mailTemplateOperations,
    ...webhookOperations,
    ...dataOperations,
    ...statsOperations,
    ...intentOperations,
    ...ticketOperations,
    ...privacyOperations,
    ...encryptionOperations,
  ],
}
