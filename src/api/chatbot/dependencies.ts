import type { Agent } from "../../core/agents/agent.ts"
import type { Conversation } from "../../core/conversations/conversation.ts"
import type { HandoffPorts } from "../../core/conversations/hand-off.ts"
import type { ListChatsPorts } from "../../core/conversations/list-chats.ts"
import type { ConversationLog } from "../../core/conversations/log.ts"
import type { OpenNamedSessionPorts } from "../../core/conversations/open-named-session.ts"
import type { LanguageFor } from "../../core/conversations/spoken-language.ts"
import type { ConversationStore } from "../../core/conversations/store.ts"
import type { StoredCustomer } from "../../core/customers.ts"
import type { SignInWithGooglePorts } from "../../core/google-account.ts"
import type { Partner } from "../../core/partner.ts"
import type { NamedSite } from "../../core/sites/notice-site.ts"
import type { StatsPorts } from "../../core/stats/ports.ts"
import type { StatsReport } from "../../core/stats/report.ts"
import type { DaySpan } from "../../core/stats/show-stats.ts"
import type { SupportTicket } from "../../core/tickets/ticket.ts"
import type { TicketPorts } from "../../core/tickets/together.ts"
import type { CustomerTokens } from "../../http/customer-tokens.ts"
import type { MessageLimits } from "../../http/message-limits.ts"
import type { OutgoingLimits } from "../../http/outgoing-limits.ts"
import type { CustomersHere } from "../../realtime/customers-here.ts"
import type { Hub } from "../../realtime/hub.ts"
import type { CallerPorts } from "./caller.ts"

/** What the chatbot's routes are made of. */
export interface ChatbotDependencies {
  callers: CallerPorts
  sessions: OpenNamedSessionPorts & SessionNames
  log: ConversationLog
  store: ConversationStore
  hub: Hub
  /** Says that the server stops: calls that wait for news are answered at once. */
  stopping: AbortSignal
  here: CustomersHere
  limits: MessageLimits
  outgoing: OutgoingLimits
  tokens: CustomerTokens
  handoffs: Omit<HandoffPorts, "store" | "languageFor" | "allow">
  tickets: ChatbotTickets
  customerById(id: number): Promise<StoredCustomer | undefined>
  conversationById(id: number): Promise<Conversation | undefined>
  google: SignInWithGooglePorts
  chats: ListChatsPorts
  stats: {
    ports: StatsPorts
    /** Counted once for all who ask within some seconds. */
    report(partner: Partner, span: DaySpan): Promise<StatsReport>
    /** Counts days anew, which the audit log says of whom. */
    run(partner: Partner, days: readonly string[], actor: string): Promise<void>
  }
  /** Takes in which site a chat is about; never fails. */
  noticeSite(partner: Partner, site: NamedSite, customerId: number): Promise<void>
  /** Whether anybody is there who could answer. */
  isStaffed(partnerId: string): Promise<boolean>
  languageFor: LanguageFor
  /** `server.admin_token`. */
  adminToken: string | undefined
  /** Who acts with a token of the desk; undefined for what opens nothing. */
  agentOfToken(token: string): Promise<DeskBearer | undefined>
  maxBodyBytes: number
  addressOf(request: Request): string
}

/** What clients call their conversations, and what they were told of their tickets. */
export interface SessionNames {
  nameOf(conversationId: number): Promise<string | undefined>
  /** Of the ticket that the conversation's form becomes: made when it is first told, and anew once there is that ticket. */
  announceTicket(conversationId: number): Promise<string>
  /** The conversation that a ticket's uuid was announced in. */
  conversationOfTicket(uuid: string): Promise<number | undefined>
}

export interface ChatbotTickets extends TicketPorts {
  /** Of whichever partner it is. */
  ticketByUuid(uuid: string): Promise<SupportTicket | undefined>
  /** The conversation's newest. */
  newestOf(partnerId: string, conversationId: number): Promise<SupportTicket | undefined>
}

export interface DeskBearer {
  partner: Partner
  agent: Agent | undefined
  role: string
}
