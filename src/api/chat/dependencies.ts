import type { Config } from "../../config/schema.ts"
import type { HandoffPorts } from "../../core/conversations/hand-off.ts"
import type { ConversationLog } from "../../core/conversations/log.ts"
import type { MailTranscriptPorts } from "../../core/conversations/mail-transcript.ts"
import type { OpenSessionPorts } from "../../core/conversations/open-session.ts"
import type { RateMessagePorts } from "../../core/conversations/rate-message.ts"
import type { IdentifyPorts } from "../../core/identify-customer.ts"
import type { Partner } from "../../core/partner.ts"
import type { CustomerTokens } from "../../http/customer-tokens.ts"
import type { MessageLimits } from "../../http/message-limits.ts"
import type { OutgoingLimits } from "../../http/outgoing-limits.ts"
import type { CustomersHere } from "../../realtime/customers-here.ts"
import type { Hub } from "../../realtime/hub.ts"
import type { AccessPorts, QueueView } from "./access.ts"

/** What the chat's routes are made of. */
export interface ChatDependencies {
  config: Config
  access: AccessPorts
  queue: QueueView
  identify: IdentifyPorts
  sessions: OpenSessionPorts
  log: ConversationLog
  hub: Hub
  here: CustomersHere
  ratings: Omit<RateMessagePorts, "store">
  handoffs: Omit<HandoffPorts, "store" | "allow">
  transcripts: MailTranscriptPorts
  limits: MessageLimits
  outgoing: OutgoingLimits
  tokens: CustomerTokens
  partnerByWidgetKey(key: string): Promise<Partner | undefined>
  /** Whether anybody is there who could answer. */
  isStaffed(partnerId: string): Promise<boolean>
  /** Whether mail can be sent. */
  mail: boolean
  addressOf(request: Request): string
}
