import type { Config } from "../../config/schema.ts"
import type { Conversation } from "../../core/conversations/conversation.ts"
import type { HandoffPorts } from "../../core/conversations/hand-off.ts"
import type { ConversationLog } from "../../core/conversations/log.ts"
import type { MailTranscriptPorts } from "../../core/conversations/mail-transcript.ts"
import type { OpenSessionPorts } from "../../core/conversations/open-session.ts"
import type { RateMessagePorts } from "../../core/conversations/rate-message.ts"
import type { LanguageFor } from "../../core/conversations/spoken-language.ts"
import type { StoredCustomer } from "../../core/customers.ts"
import type { IdentifyPorts } from "../../core/identify-customer.ts"
import type { FindAttachment } from "../../core/mail/attachment.ts"
import type { Partner } from "../../core/partner.ts"
import type { NamedSite } from "../../core/sites/notice-site.ts"
import type { FindTicketPorts } from "../../core/tickets/find-ticket.ts"
import type { OpenTicketPorts } from "../../core/tickets/open-ticket.ts"
import type { SupportTicket, TicketChange } from "../../core/tickets/ticket.ts"
import type { TicketPorts } from "../../core/tickets/together.ts"
import type { CustomerTokens } from "../../http/customer-tokens.ts"
import type { MessageLimits } from "../../http/message-limits.ts"
import type { OutgoingLimits } from "../../http/outgoing-limits.ts"
import type { CustomersHere } from "../../realtime/customers-here.ts"
import type { Hub } from "../../realtime/hub.ts"
import type { AccessPorts, QueueView } from "./access.ts"

/** What customers do with their tickets. */
export interface ChatTickets extends TicketPorts, FindTicketPorts, Omit<OpenTicketPorts, "store" | "allow"> {
  /** Theirs and no others, the newest first. */
  ofCustomer(customer: StoredCustomer, limit: number): Promise<SupportTicket[]>
  /** What happened to each, in order, by our ids. */
  changesOf(tickets: readonly SupportTicket[]): Promise<ReadonlyMap<number, TicketChange[]>>
  /** What the partner's agents are called, by their numbers. */
  agentNames(partnerId: string): Promise<ReadonlyMap<number, string>>
}

/** What the chat's routes are made of. */
export interface ChatDependencies {
  config: Config
  access: AccessPorts
  queue: QueueView
  identify: IdentifyPorts
  sessions: OpenSessionPorts
  log: ConversationLog
  hub: Hub
  /** Says that the server stops: calls that wait for news are answered at once. */
  stopping: AbortSignal
  here: CustomersHere
  ratings: Omit<RateMessagePorts, "store">
  handoffs: Omit<HandoffPorts, "store" | "languageFor" | "allow">
  transcripts: MailTranscriptPorts
  tickets: ChatTickets
  limits: MessageLimits
  findAttachment: FindAttachment
  outgoing: OutgoingLimits
  tokens: CustomerTokens
  /** Opens a conversation again with which its customer goes on. */
  comeBack(conversation: Conversation, customer: StoredCustomer): Promise<Conversation>
  /** Takes in which site a chat is about; never fails. */
  noticeSite(partner: Partner, site: NamedSite, customerId: number): Promise<void>
  partnerByWidgetKey(key: string): Promise<Partner | undefined>
  /** Whether anybody is there who could answer. */
  isStaffed(partnerId: string): Promise<boolean>
  languageFor: LanguageFor
  /** Whether mail can be sent. */
  mail: boolean
  addressOf(request: Request): string
}
