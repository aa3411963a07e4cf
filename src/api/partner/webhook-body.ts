import type { Conversation, ConversationEvent } from "../../core/conversations/conversation.ts"
import { messageId } from "../../core/conversations/message-id.ts"
import type { WebhookContents } from "../../core/webhooks/contents.ts"
import type { WebhookEventType } from "../../core/webhooks/event-types.ts"
import { isoTime } from "../../http/iso-time.ts"
import { guideConversation, guideMessage } from "./encoding.ts"

export interface WebhookHead {
  id: string
  /** Null of a `ping`. */
  number: number | null
  type: WebhookEventType | "ping"
  /** Milliseconds since 1970. */
  at: number
  partnerId: string
}

/** The form of what is sent; it changes where a receiver would have to change. */
const VERSION = 1
const MOST_BYTES = 256 * 1024

/**
 * An event as it is posted; docs/webhooks.md describes it. What has been erased meanwhile, and what would be larger than
 * any receiver expects, is told without its contents, so that no number is missing.
 */
export function webhookBody(head: WebhookHead, contents: WebhookContents | undefined): string {
  if (!contents) return encoded(head, null, "erased")
  const body = encoded(head, dataOf(head.type, contents))
  return Buffer.byteLength(body) > MOST_BYTES ? encoded(head, null, "too_large") : body
}

/** What an admin sends to try an endpoint. */
export function pingBody(head: Omit<WebhookHead, "number" | "type">): string {
  return encoded({ ...head, number: null, type: "ping" }, {})
}

function encoded(
  { id, number, type, at, partnerId }: WebhookHead,
  data: object | null,
  omitted?: string,
): string {
  const timestamp = isoTime(at)
  return JSON.stringify({ version: VERSION, id, number, type, timestamp, partnerId, data, omitted })
}

function dataOf(type: WebhookHead["type"], contents: WebhookContents): object {
  return contents.of === "ticket" ? ticketData(contents) : conversationData(type, contents)
}

function conversationData(
  type: WebhookHead["type"],
  { conversation, customerId, event }: Extract<WebhookContents, { of: "conversation" }>,
): object {
  return { ...factsOf(type, conversation, event), conversation: guideConversation(conversation, customerId) }
}

function factsOf(type: WebhookHead["type"], conversation: Conversation, event: ConversationEvent): object {
  const data = event.data ?? {}
  if (type === "message.created") return { message: guideMessage(conversation, event) }
  if (type === "conversation.status")
    return {
      status: data.status,
      handler: data.handler,
      agentId: data.agentId ?? null,
      reason: data.reason,
    }
  if (type === "conversation.assigned")
    return { agentId: data.agentId, agentName: data.agentName ?? null, reason: data.reason }
  if (type === "feedback.created")
    return { messageId: messageId(conversation.number, Number(data.seq)), helpful: data.helpful }
  if (type === "rating.created") return { score: data.score, comment: data.comment ?? null }
  return {}
}

function ticketData({
  ticket,
  change,
  conversationNumber,
}: Extract<WebhookContents, { of: "ticket" }>): object {
  return {
    change: {
      seq: change.seq,
      at: change.at.toISOString(),
      actor: change.actor,
      kind: change.kind,
      from: change.from ?? null,
      to: change.to ?? null,
      text: change.text ?? null,
    },
    ticket: {
      number: ticket.number,
      uuid: ticket.uuid,
      reference: ticket.reference,
      subject: ticket.subject,
      description: ticket.description,
      requester: {
        name: ticket.requester.name,
        email: ticket.requester.email,
        phone: ticket.requester.phone ?? null,
        customerId: ticket.requester.customerId ?? null,
      },
      priority: ticket.priority,
      status: ticket.status,
      agentId: ticket.assignee ?? null,
      conversationId: conversationNumber ?? null,
      source: ticket.source,
      externalId: ticket.externalId ?? null,
      externalUrl: ticket.externalUrl ?? null,
      createdAt: ticket.createdAt.toISOString(),
      updatedAt: ticket.updatedAt.toISOString(),
      closedAt: ticket.closedAt?.toISOString() ?? null,
    },
  }
}
