import type { ConversationEvent, StatusReason } from "../conversations/conversation.ts"

/** What partners may be told of. */
export const EVENT_TYPES = [
  "conversation.created",
  "message.created",
  "conversation.status",
  "conversation.assigned",
  "feedback.created",
  "rating.created",
  "ticket.created",
  "ticket.changed",
] as const

export type WebhookEventType = (typeof EVENT_TYPES)[number]

/** Moves that give a conversation to an agent. */
const ASSIGNING: ReadonlySet<unknown> = new Set<StatusReason>(["assigned", "agent_joined"])

/**
 * What an event of a conversation is to partners, in the order in which they are told; nothing where it is none of their
 * business, as a note never is.
 */
export function typesOfEvent({
  seq,
  type,
  data,
}: Pick<ConversationEvent, "seq" | "type" | "data">): WebhookEventType[] {
  const types: WebhookEventType[] = seq === 1 ? ["conversation.created"] : []
  if (type === "message") types.push("message.created")
  if (type === "feedback") types.push("feedback.created")
  if (type === "rating") types.push("rating.created")
  if (type === "status") {
    types.push("conversation.status")
    if (ASSIGNING.has(data?.reason) && typeof data?.agentId === "number") types.push("conversation.assigned")
  }
  return types
}

/** What a change of a ticket is to partners; a comment that only agents see is nothing. */
export function typesOfTicketChange({
  kind,
  visibility,
}: {
  kind: string
  visibility?: string | undefined
}): WebhookEventType[] {
  if (kind === "created") return ["ticket.created"]
  return kind === "comment" && visibility !== "public" ? [] : ["ticket.changed"]
}
