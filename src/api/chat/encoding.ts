import type {
  AnswerNote,
  Conversation,
  ConversationEvent,
  EventData,
  Sender,
} from "../../core/conversations/conversation.ts"
import { messageId } from "../../core/conversations/message-id.ts"
import { agentName, agentNumber } from "../../core/conversations/senders.ts"
import type { Intent } from "../../core/intent.ts"
import type { ToldFile } from "../../core/mail/mail-text.ts"
import type { TicketEventData } from "../../core/tickets/ticket-event.ts"
import { isoTime } from "../../http/iso-time.ts"
import type { Encoding } from "../../realtime/hub.ts"

/** An event as the chat's clients see it. */
export interface ChatEvent {
  seq: number
  type: string
  at: string
  payload: unknown
}

/** Clients count what they get, so that a note leaves an empty place of which nothing is told. */
export function chatEvent(conversationNumber: number, event: ConversationEvent): ChatEvent {
  if (event.type === "note") return { seq: event.seq, type: "internal", at: isoTime(event.at), payload: null }
  return {
    seq: event.seq,
    type: event.type,
    at: isoTime(event.at),
    payload: event.type === "message" ? chatMessage(conversationNumber, event) : factOf(event),
  }
}

/** A message's event as the message alone. */
export function chatMessage(conversationNumber: number, event: ConversationEvent) {
  const { senderName, answer, intent, answerId, rich, metadata, attachments } = (event.data ??
    {}) as MessageData
  return {
    seq: event.seq,
    id: messageId(conversationNumber, event.seq),
    clientId: event.sender.kind === "bot" ? undefined : event.clientId,
    sender: { ...shownSender(event.sender), name: senderName ?? nameOfAgent(event.sender) },
    type: "text",
    text: event.text,
    createdAt: isoTime(event.at),
    answer,
    intent,
    rich,
    attachments,
    metadata: answerId ? { answerId } : metadata,
  }
}

/** A session has one customer. Their id is not told: it opens all of theirs, and whoever has one mail's link reads this. */
function shownSender({ kind, id }: Sender): Sender {
  return { kind, id: kind === "customer" ? "customer" : id }
}

/** What a message's `data` may hold. */
export interface MessageData {
  senderName?: string
  answer?: AnswerNote
  /** What the message that it answers was after. */
  intent?: Intent
  /** Under which the answer was shown while it was written. */
  answerId?: string
  rich?: EventData
  metadata?: EventData
  attachments?: readonly ToldFile[]
}

/** What of a status event's data customers are told. */
interface StatusData {
  status: string
  handler: string
  agentId: number | null
  agentName?: string
  reason: string
}

function factOf({ type, sender, data }: ConversationEvent): unknown {
  if (type === "ticket") return ticketOf(sender, data as unknown as TicketEventData)
  if (type === "read") return { by: sender.kind === "customer" ? "customer" : "agent", seq: data?.seq }
  if (type !== "status") return data
  const { status, handler, agentId, agentName: name, reason } = data as unknown as StatusData
  const agent = agentId === null ? null : { id: agentId, name: agentName(agentId, name) }
  return { status, handler, reason, agent }
}

/** Of those from before tickets changed, only their opening is told. */
function ticketOf(
  sender: Sender,
  { ticketId, status = "open", change = "created", comment, senderName: name }: TicketEventData,
) {
  return {
    ticketId,
    status,
    change,
    ...(comment !== undefined && { comment: { sender: { ...shownSender(sender), name }, text: comment } }),
  }
}

/** Where an agent has no name of their own, their number serves. A customer may be called as agents are numbered. */
function nameOfAgent({ kind, id }: Sender): string | undefined {
  const number = kind === "agent" ? agentNumber(id) : undefined
  return number === undefined ? undefined : agentName(number)
}

export const CHAT_ENCODING: Encoding<Pick<Conversation, "number">> = {
  event: ({ conversation, event }) => JSON.stringify(chatEvent(conversation.number, event)),
  signal({ kind, by, senderId, data }) {
    const payload = kind === "typing" ? { by, name: nameOfAgent({ kind: by, id: senderId }), ...data } : data
    return JSON.stringify({ type: kind, payload })
  },
  place: (position) => `{"type":"queue","payload":{"position":${position}}}`,
}
