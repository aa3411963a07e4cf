import type { z } from "zod"
import type { Conversation, ConversationEvent } from "../../core/conversations/conversation.ts"
import { messageId } from "../../core/conversations/message-id.ts"
import { isoTime } from "../../http/iso-time.ts"
import type { Encoding } from "../../realtime/hub.ts"
import type { conversationSchema } from "./reply-schemas.ts"

/** The guide's message object, with the sender's own name for it where it had one. */
export function guideMessage(conversation: Conversation, event: ConversationEvent) {
  const isFromAgent = event.sender.kind !== "customer"
  const readUpTo = isFromAgent ? conversation.readByCustomer : conversation.readByAgent
  return {
    id: messageId(conversation.number, event.seq),
    conversationId: conversation.number,
    senderId: event.sender.id,
    content: event.text ?? "",
    isFromAgent,
    timestamp: isoTime(event.at),
    readStatus: event.seq <= readUpTo,
    metadata: metadataOf(event),
    clientMessageId: event.sender.kind === "bot" ? undefined : event.clientId,
  }
}

/** What the guide's message has no field for travels as a command: the bot's sources and how sure it is. */
function metadataOf({ data }: ConversationEvent): unknown {
  if (data?.metadata) return data.metadata
  return data?.answer ? { commandType: "answer", value: data.answer } : undefined
}

/** The guide's conversation object. */
export function guideConversation(
  conversation: Conversation,
  customerId: string,
): z.output<typeof conversationSchema> {
  return {
    id: conversation.number,
    customerId,
    agentId: conversation.agentId,
    status: conversation.status,
    createdAt: isoTime(conversation.createdAt),
    updatedAt: isoTime(conversation.updatedAt),
  }
}

/** An event as a frame of the guide's socket; undefined for what the guide has no frame for. */
export function guideFrame(conversation: Conversation, event: ConversationEvent) {
  const { number: conversationId } = conversation
  const { seq, type, data } = event
  if (type === "message") return { type, seq, payload: guideMessage(conversation, event) }
  if (type === "read") {
    const { seq: upTo, messageSeq = upTo } = data as { seq: number; messageSeq?: number }
    const by = event.sender.kind === "customer" ? "customer" : "agent"
    return { type, seq, payload: { conversationId, messageId: messageId(conversationId, messageSeq), by } }
  }
  if (type !== "status") return undefined
  const { status, agentId, reason } = data as { status: string; agentId: number | null; reason: string }
  return { type, seq, payload: { conversationId, status, agentId, reason } }
}

export const GUIDE_ENCODING: Encoding = {
  event({ conversation, event }) {
    const frame = guideFrame(conversation, event)
    return frame && JSON.stringify(frame)
  },
  signal({ conversation, kind, by, data }) {
    if (kind === "flashback")
      return JSON.stringify({ type: kind, conversationId: conversation.number, payload: data })
    if (kind !== "typing") return undefined
    const payload = { conversationId: conversation.number, ...data, isAgent: by !== "customer" }
    return JSON.stringify({ type: kind, payload })
  },
}
