import { Elysia } from "elysia"
import type { DeskDependencies } from "./dependencies.ts"
import { agentRoutes } from "./routes/agents.ts"
import { articleRoutes } from "./routes/articles.ts"
import { attachmentRoutes } from "./routes/attachments.ts"
import { auditRoutes } from "./routes/audit.ts"
import { cannedReplyRoutes } from "./routes/canned-replies.ts"
import { conversationMessageRoutes } from "./routes/conversation-messages.ts"
import { conversationMoveRoutes } from "./routes/conversation-moves.ts"
import { conversationRecordRoutes } from "./routes/conversation-records.ts"
import { conversationRoutes } from "./routes/conversations.ts"
import { customerRoutes } from "./routes/customers.ts"
import { encryptionRoutes } from "./routes/encryption.ts"
import { intentRoutes } from "./routes/intents.ts"
import { mailTemplateRoutes } from "./routes/mail-templates.ts"
import { meRoutes } from "./routes/me.ts"
import { partnerRoutes } from "./routes/partner.ts"
import { privacyRoutes } from "./routes/privacy.ts"
import { searchRoutes } from "./routes/search.ts"
import { settingsRoutes } from "./routes/settings.ts"
import { signInRoutes } from "./routes/sign-in.ts"
import { statsRoutes } from "./routes/stats.ts"
import { suggestionRoutes } from "./routes/suggestions.ts"
import { ticketRoutes } from "./routes/tickets.ts"
import { todayRoutes } from "./routes/today.ts"
import { tokenRoutes } from "./routes/tokens.ts"
import { webhookRoutes } from "./routes/webhooks.ts"

/** What agents and admins do. docs/desk-api.md says it all. */
export function deskRoutes(dependencies: DeskDependencies) {
  return new Elysia({ name: "desk", strictPath: true })
    .use(signInRoutes(dependencies))
    .use(meRoutes(dependencies))
    .use(tokenRoutes(dependencies))
    .use(agentRoutes(dependencies))
    .use(settingsRoutes(dependencies))
    .use(mailTemplateRoutes(dependencies))
    .use(partnerRoutes(dependencies))
    .use(auditRoutes(dependencies))
    .use(webhookRoutes(dependencies))
    .use(customerRoutes(dependencies))
    .use(privacyRoutes(dependencies))
    .use(encryptionRoutes(dependencies))
    .use(searchRoutes(dependencies))
    .use(cannedReplyRoutes(dependencies))
    .use(intentRoutes(dependencies))
    .use(ticketRoutes(dependencies))
    .use(todayRoutes(dependencies))
    .use(statsRoutes(dependencies))
    .use(suggestionRoutes(dependencies))
    .use(articleRoutes(dependencies))
    .use(conversationRoutes(dependencies))
    .use(conversationMessageRoutes(dependencies))
    .use(conversationMoveRoutes(dependencies))
    .use(conversationRecordRoutes(dependencies))
    .use(attachmentRoutes(dependencies))
}
