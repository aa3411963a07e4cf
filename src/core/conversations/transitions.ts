import type { Conversation, EventData, Handler, Sender, Status, StatusReason } from "./conversation.ts"
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
  requeued: { status: "waiting", handler: "person", from: ["waiting", "active"] },
  handed_back: { status: "active", handler: "bot", from: ["waiting", "active"] },
  timeout: { status: "closed", from: ["waiting", "active"] },
  closed_by_customer: { status: "closed", from: ["waiting", "active"] },
  closed_by_agent: { status: "closed", from: ["waiting", "active"] },
  reopened: { status: "waiting", handler: "person", from: ["closed"] },
}

/** Who has a conversation, or shall have it. */
export interface Keeper {
  /** Counts the partner's agents. */
  number: number
  /** Undefined where they have no account. */
  name?: string | undefined
}

export interface Move {
  sender: Sender
  /** Milliseconds since 1970. */
  at: number
  /** Whose it is then; otherwise whoever has it keeps it. */
  keeper?: Keeper | undefined
  /** What the event says beside where the conversation is. Customers' clients are told none of it. */
  data?: EventData | undefined
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
  { sender, at, keeper = keeperOf(conversation), data }: Move,
): Moved | undefined {
  const { from, status = conversation.status, handler = conversation.handler } = TRANSITIONS[reason]
  if (!from.includes(conversation.status)) return undefined
  const kept = handler === "person" && status !== "waiting" ? keeper : undefined
  const there =
    status === conversation.status &&
    handler === conversation.handler &&
    kept?.number === conversation.agentId
  if (there) return undefined
  const named = kept?.name === undefined ? {} : { agentName: kept.name }
  const told = { status, handler, agentId: kept?.number ?? null, ...named, reason }
  return {
    event: { type: "status", sender, data: { ...data, ...told } },
    change: {
      status,
      handler,
      agentId: kept?.number,
      agentName: kept?.name,
      queuedAt: handler === "person" && status !== "closed" ? (conversation.queuedAt ?? at) : undefined,
      assignedAt: kept && (kept.number === conversation.agentId ? conversation.assignedAt : at),
      closedAt: status === "closed" ? at : undefined,
    },
  }
}

/** Whoever has the conversation, or had it last where it is closed. */
export function keeperOf({ agentId, agentName }: Conversation): Keeper | undefined {
  if (agentId === undefined) return undefined
  return agentName === undefined ? { number: agentId } : { number: agentId, name: agentName }
}
