/** `waiting`: nobody has answered yet, or a person is waited for. */
export type Status = "waiting" | "active" | "closed"

/** Who is to answer. */
export type Handler = "bot" | "person"

export type SenderKind = "customer" | "bot" | "agent" | "system"

export interface Sender {
  kind: SenderKind
  /** The customer's id as the partner knows it, `agent-2`, `bot` or `system`. */
  id: string
}

/** The most urgent is handed out first; the same words as a ticket's. */
export type Priority = "low" | "medium" | "high" | "urgent"

/** What never changes of a conversation. */
export interface ConversationFacts {
  /** Ours; never shown. */
  id: number
  partnerId: string
  /** Counts the partner's conversations from 1. */
  number: number
  /** Shown to the customer's client; nobody can guess it. */
  publicId: string
  /** Ours; never shown. */
  customerId: number
  createdAt: number
}

/** A conversation as its row says. Times are in milliseconds since 1970. */
export interface Conversation extends ConversationFacts {
  status: Status
  handler: Handler
  /** Number of the partner's agent who has it, or had it last where it is closed. */
  agentId: number | undefined
  /** What that agent is called; undefined where they have no account. */
  agentName: string | undefined
  priority: Priority
  /** Since when a person is wanted: what goes back to the queue keeps its place in it. */
  queuedAt: number | undefined
  /** Since when its agent has it. */
  assignedAt: number | undefined
  /** Since when it is closed. */
  closedAt: number | undefined
  lastSeq: number
  readByCustomer: number
  readByAgent: number
  lastMessageAt: number | undefined
  lastFrom: SenderKind | undefined
  updatedAt: number
}

/**
 * Whether its page was opened and nothing else happened in it but that it ended: nobody who helps need see it.
 *
 * @param conversation as it is by now
 */
export function isOnlyOpened({ lastSeq, status }: Pick<Conversation, "lastSeq" | "status">): boolean {
  return lastSeq === 0 || (lastSeq === 1 && status === "closed")
}

/** Whether the bot is to answer. */
export function isBots({ status, handler }: Pick<Conversation, "status" | "handler">): boolean {
  return status !== "closed" && handler === "bot"
}

/** Whether a person is waited for: it is in the queue. */
export function isWaiting({ status, handler }: Pick<Conversation, "status" | "handler">): boolean {
  return status === "waiting" && handler === "person"
}

/** `note` is for those who help alone: no customer's client is ever told of one. */
export type EventType = "message" | "note" | "status" | "read" | "feedback" | "rating" | "ticket"

/** A numbered fact in a conversation. */
export interface ConversationEvent {
  conversationId: number
  /** Rises by one within the conversation, from 1. */
  seq: number
  type: EventType
  sender: Sender
  /** What its sender named it. */
  clientId: string | undefined
  /** A message's text. */
  text: string | undefined
  data: EventData | undefined
  /** Milliseconds since 1970. */
  at: number
}

export type EventData = Readonly<Record<string, unknown>>

/** Why a conversation's status changed. */
export type StatusReason =
  | "answered"
  | "assigned"
  | "person_requested"
  | "agent_joined"
  | "handed_back"
  | "timeout"
  | "closed_by_customer"
  | "closed_by_agent"
  | "reopened"
  /** Its agent is gone: it waits for another one. */
  | "requeued"

/** What a bot's message says of itself. */
export interface AnswerNote {
  /** Calibrated probability that it is right, 0..1. */
  confidence: number
  sources: readonly { title: string; url?: string }[]
  /** Whether a thumb is asked for; never together with an escalation. */
  feedback: boolean
  escalation: {
    reason: string
    prompt: string
    /** Where it is closed: when people are back, ISO 8601. */
    opensAt?: string
  } | null
}
