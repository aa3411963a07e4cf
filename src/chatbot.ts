import type { ChatbotDependencies } from "./api/chatbot/dependencies.ts"
import { chatbotRoutes } from "./api/chatbot/routes.ts"
import type { Config } from "./config/schema.ts"
import type { openConversations } from "./conversations.ts"
import type { VerifyGoogleToken } from "./core/google-account.ts"
import type { openDesk } from "./desk.ts"
import type { Partners } from "./partners.ts"
import { chatbotSessions } from "./storage/chatbot-sessions.ts"
import { listChatsPorts } from "./storage/chats.ts"
import type { TicketJobs } from "./storage/core-ports.ts"
import type { Database } from "./storage/database.ts"
import { conversationById } from "./storage/repositories/conversations.ts"
import { customerById } from "./storage/repositories/customers.ts"
import { serverSecret } from "./storage/repositories/server-secrets.ts"
import { listTickets } from "./storage/repositories/ticket-lists.ts"
import { ticketByUuid } from "./storage/repositories/tickets.ts"
import { deskStats } from "./storage/stats/desk-stats.ts"
import { ticketPorts } from "./storage/ticket-ports.ts"

export interface ChatbotOptions {
  config: Config
  database: Database
  partners: Partners
  conversations: Awaited<ReturnType<typeof openConversations>>
  desk: Pick<Awaited<ReturnType<typeof openDesk>>, "callerOfToken">
  tickets: Pick<TicketJobs, "jobsForChange" | "wake">
  noticeSite: ChatbotDependencies["noticeSite"]
  verifyGoogleToken: VerifyGoogleToken
  /** Clients that all partners share. */
  googleClients: readonly string[]
  addressOf(request: Request): string
}

/** The chatbot's contract, put together. */
export async function openChatbot(options: ChatbotOptions) {
  const { config, database, partners, conversations, desk, tickets, addressOf } = options
  const { parts, visitors } = conversations
  const { customerOfToken, findCustomer, identify, tokens, handoffs, outgoing } = visitors
  const routes = chatbotRoutes({
    ...parts,
    callers: {
      partners,
      keylessPartner: config.crm.partner,
      customerOfToken,
      findCustomer,
      ensureCustomer: identify.ensureCustomer,
      limits: parts.limits,
      addressOf,
      publicUrl: config.server.public_url,
      secret: await serverSecret(database.db, "chatbot-visitors"),
    },
    sessions: chatbotSessions(database),
    tokens,
    handoffs,
    outgoing,
    tickets: {
      ...ticketPorts(database, parts.onCommitted, tickets),
      ticketByUuid: (uuid) => ticketByUuid(database.db, uuid),
      async newestOf(partnerId, conversationId) {
        const [newest] = await listTickets(database.db, partnerId, { view: "all", conversationId, limit: 1 })
        return newest
      },
    },
    chats: listChatsPorts(database),
    stats: deskStats(database),
    customerById: (id) => customerById(database.db, id),
    conversationById: (id) => conversationById(database.db, id),
    adminToken: config.server.admin_token,
    agentOfToken: (token) => desk.callerOfToken(token),
    noticeSite: options.noticeSite,
    google: {
      verifyGoogleToken: options.verifyGoogleToken,
      allPartners: partners.all,
      everybodysClients: options.googleClients,
      ensureCustomer: identify.ensureCustomer,
      now: () => new Date(),
    },
    maxBodyBytes: config.server.max_body_kb * 1024,
    addressOf,
  })
  return { routes }
}
