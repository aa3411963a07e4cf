import { ChatdError } from "../errors.ts"
import type { Conversation, EventData, Sender } from "./conversation.ts"
import type { Appended, ConversationLog, Decision } from "./log.ts"
import { requireLive } from "./session.ts"
import { move } from "./transitions.ts"

/** Events that a conversation may hold; its message ids are made of the number. */
const MOST_EVENTS = 999_999

export interface NewMessage {
  conversationId: number
  sender: Sender
  /** Its sender's own name for it; a retry under the same name is stored once. */
  clientId: string | undefined
  text: string
  data?: EventData | undefined
}

export interface MessageRules {
  /** Seconds without a message after which the session has ended. */
  idleSeconds: number
  /** Characters that a message may have. */
  messageLength: number
}

/**
 * Stores a message; an agent's first one makes the conversation theirs.
 *
 * @throws {ChatdError} `invalid_input` naming `text`, `conflict` where the session has ended, `too_large` where the
 *   conversation is full
 */
export function postMessage(
  log: ConversationLog,
  rules: MessageRules,
  message: NewMessage,
): Promise<Appended> {
  // Postgres holds no U+0000, and nobody can see one.
  const shown = { ...message, text: message.text.replaceAll("\0", "") }
  checkText(shown.text, rules.messageLength)
  return log.append(
    message.conversationId,
    (conversation, at) => decide(conversation, at, rules, shown),
    shown,
  )
}

function checkText(text: string, most: number): void {
  if (text.trim() === "") throw new ChatdError("invalid_input", "text must not be empty.", { field: "text" })
  if (text.length <= most) return
  throw new ChatdError("invalid_input", `text must have at most ${most} characters; it has ${text.length}.`, {
    field: "text",
  })
}

function decide(conversation: Conversation, at: number, rules: MessageRules, message: NewMessage): Decision {
  const { sender, clientId, text, data } = message
  requireLive(conversation, rules.idleSeconds, at)
  if (conversation.lastSeq + 2 > MOST_EVENTS) {
    throw new ChatdError("too_large", "This conversation is full. Start a new one to go on.")
  }
  const event = { type: "message", sender, clientId, text, data } as const
  const joined = sender.kind === "agent" ? joinedBy(conversation, at, message) : undefined
  return joined ? { events: [event, joined.event], change: joined.change } : { events: [event] }
}

/** Whoever has a conversation keeps it when a colleague says something in it. */
function joinedBy(conversation: Conversation, at: number, { sender, data }: NewMessage) {
  if (conversation.handler === "person" && conversation.agentId !== undefined) return undefined
  const number = agentNumber(sender.id)
  const name = typeof data?.senderName === "string" ? data.senderName : undefined
  return move(conversation, "agent_joined", {
    sender,
    at,
    keeper: number === undefined ? undefined : { number, name },
  })
}

/** `agent-2` is agent 2. */
export function agentNumber(senderId: string): number | undefined {
  const digits = /^agent-(\d{1,9})$/.exec(senderId)?.[1]
  return digits === undefined ? undefined : Number(digits)
}

/** The message's number among all of its partner's, made of the conversation's and its own. */
export function messageId(conversationNumber: number, seq: number): number {
  return conversationNumber * (MOST_EVENTS + 1) + seq
}

/** The conversation and the event that a message's number stands for. */
export function placeOfMessage(id: number): { conversationNumber: number; seq: number } {
  const size = MOST_EVENTS + 1
  return { conversationNumber: Math.floor(id / size), seq: id % size }
}
