import guide from "../../../docs/partner-api.md" with { type: "text" }
import type { Contract } from "../../http/openapi/contract.ts"
import { conversationOperations } from "./conversation-operations.ts"
import { customerOperations } from "./customer-operations.ts"
import {
  conversationSchema,
  customerReplySchema,
  eventsReplySchema,
  frameReplySchema,
  messageReplySchema,
  newConversationSchema,
  registrationReplySchema,
} from "./reply-schemas.ts"

/** The partner guide's contract as `/docs` shows it. */
export const partnerContract: Contract = {
  title: "chatd: partner API",
  description: `For a company that talks to its customers through chatd from its own service or app: conversations, messages, customer
data and live events. Whoever only wants a chat on a page needs none of this; the widget is one tag. The same in prose, with
how to sign a customer's id: [docs/partner-api.md](/docs/partner-api.md).

**Try calls here** with a widget key, a session token or the admin token. A secret key is refused from every page, and from
this one too; what it would have sent stands below as a \`curl\` line for a terminal.

**The socket**, \`WebSocket /ws?clientId=…\`, which OpenAPI has no words for: a customer adds \`&token=SESSION_TOKEN\`, or
\`&key=pk_…&signature=…\` of your server's making; an agent of yours (\`clientId=agent-2\`) and your server (no \`clientId\`:
everything of yours) send the header \`Authorization: Bearer sk_…\`. Frames are \`{ "type", "payload" }\`: \`message\`, \`status\`,
\`read\`, \`typing\`, \`flashback\`, \`error\` and \`pong\` come; \`message\`, \`typing\`, \`read\`, \`sync\` and \`ping\` may be sent. After a
break add \`&after=ID\` of the last message you saw. [All about it](/docs/partner-api.md), under "The socket".

Times are ISO 8601, in UTC. What is absent and what is another's look the same: \`404\`.`,
  guide: { file: "partner-api.md", text: guide },
  tags: [
    { name: "Registration", description: "How a company becomes a partner." },
    { name: "Conversations", description: "Begun, listed, ended." },
    { name: "Messages", description: "Said and read." },
    { name: "Events", description: "What the socket tells and takes, without one." },
    { name: "Customers", description: "What your server says of your customers." },
  ],
  security: {
    adminToken: { type: "http", scheme: "bearer", description: "The setting `server.admin_token`." },
    secretKey: {
      type: "http",
      scheme: "bearer",
      description: "Your server's key, `sk_…`. From a page, this one included, it is refused with 403.",
    },
    widgetKey: {
      type: "http",
      scheme: "bearer",
      description: "For pages of your domain and of your allowed origins, `pk_…`.",
    },
    sessionToken: {
      type: "http",
      scheme: "bearer",
      description: "A customer's, `st_…`: creating a conversation gives one.",
    },
  },
  schemas: {
    Registration: registrationReplySchema,
    Conversation: conversationSchema,
    NewConversation: newConversationSchema,
    Message: messageReplySchema,
    Frame: frameReplySchema,
    Events: eventsReplySchema,
    Customer: customerReplySchema,
  },
  sentences: {
    401: "The API key is not valid. Send it as: Authorization: Bearer your-api-key",
    403: "The secret API key is for servers. Pages use the widget key (pk_…); replace this key if the page was public.",
    404: "There is no conversation 7.",
    409: "This conversation has ended. Start a new one to go on.",
  },
  operations: [...conversationOperations, ...customerOperations],
}
