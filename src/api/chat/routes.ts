import { Elysia } from "elysia"
import type { ChatDependencies } from "./dependencies.ts"
import { attachmentRoutes } from "./routes/attachments.ts"
import { handoffRoutes } from "./routes/handoff.ts"
import { messageRoutes } from "./routes/messages.ts"
import { ratingRoutes } from "./routes/ratings.ts"
import { sessionRoutes } from "./routes/sessions.ts"
import { ticketRoutes } from "./routes/tickets.ts"
import { transcriptRoutes } from "./routes/transcript.ts"

/** The in-app chat (S1): what our widget speaks, and any other client. docs/chat-api.md says it all. */
export function chatRoutes(dependencies: ChatDependencies) {
  return new Elysia({ name: "chat", strictPath: true })
    .use(sessionRoutes(dependencies))
    .use(messageRoutes(dependencies))
    .use(handoffRoutes(dependencies))
    .use(ticketRoutes(dependencies))
    .use(ratingRoutes(dependencies))
    .use(transcriptRoutes(dependencies))
    .use(attachmentRoutes(dependencies))
}
