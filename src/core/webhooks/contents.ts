import type { Conversation, ConversationEvent } from "../conversations/conversation.ts"
import type { SupportTicket, TicketChange } from "../tickets/ticket.ts"

/** What an event is about, as it is in the log when it is sent. */
export type WebhookContents =
  | {
      of: "conversation"
      conversation: Conversation
      /** As the partner knows them. */
      customerId: string
      event: ConversationEvent
    }
  | {
      of: "ticket"
      ticket: SupportTicket
      change: TicketChange
      /** Of the conversation that it came of. */
      conversationNumber: number | undefined
    }
