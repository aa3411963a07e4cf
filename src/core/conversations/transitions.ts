import type { Conversation, Handler, Sender, Status, StatusReason } from "./conversation.ts"
import type { Change, NewEvent } from "./log.ts"

interface Place {
  status: Status
  handler: Handler
}

/** Every way in which a conversation changes hands: where it leads, and from which statuses. */
const TRANSITIONS: Readonly<Record<StatusReason, Partial<Place> & { from: readonly Status[] }>> = {
  answered: { status: "active", handler: "bot", from: ["waiting"] },
  person_requested: { status: "waiting", handler: "person", from: ["waiting", "active"] },
  agent_joined: { status: "active", handler: "person", from: ["waiting", "active"] },
  assigned: { status: "active", handler: "person", from: ["waiting", "active"] },
  handed_back: { status: "active", handler: "bot", from: ["waiting", "active"] },
  timeout: { status: "closed", from: ["waiting", "active"] },
  closed_by_customer: { status: "closed", from: ["waiting", "active"] },
  closed_by_agent: { status: "closed", from: ["waiting", "active"] },
  reopened: { status: "waiting", from: ["closed"] },
}

export interface Moved {
  event: NewEvent
  change: Change
}

/**
 * The event and the change that a transition makes; undefined where the conversation is there already, or cannot go
 * there from where it is.
 */
export function move(
  conversation: Conversation,
  reason: StatusReason,
  sender: Sender,
  agentId: number | undefined = conversation.agentId,
): Moved | undefined {
  const { from, status = conversation.status, handler = conversation.handler } = TRANSITIONS[reason]
  if (!from.includes(conversation.status)) return undefined
  const keeper = handler === "person" && status !== "waiting" ? agentId : undefined
  const there =
    status === conversation.status && handler === conversation.handler && keeper === conversation.agentId
  if (there) return undefined
  return {
    event: { type: "status", sender, data: { status, handler, agentId: keeper ?? null, reason } },
    change: { status, handler, agentId: keeper },
  }
}
