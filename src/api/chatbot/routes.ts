import { Elysia } from "elysia"
import type { ChatbotDependencies } from "./dependencies.ts"
import { adminRoutes } from "./routes/admin.ts"
import { conversationRoutes } from "./routes/conversation.ts"
import { ticketRoutes } from "./routes/tickets.ts"
import { userRoutes } from "./routes/users.ts"

/** The chatbot's contract (S0), as a FastAPI service of that kind has it. docs/chatbot-api.md says it all. */
export function chatbotRoutes(dependencies: ChatbotDependencies) {
  return new Elysia({ name: "chatbot", strictPath: true })
    .use(conversationRoutes(dependencies))
    .use(userRoutes(dependencies))
    .use(ticketRoutes(dependencies))
    .use(adminRoutes(dependencies))
}
