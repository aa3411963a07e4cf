import type { Conversation, ConversationEvent, EventData, EventType, Sender } from "./conversation.ts"

/** What a sender calls its event: the same name of the same sender is stored once a conversation. */
export interface EventName {
  sender: Sender
  clientId?: string | undefined
}

/** The name of what is stored once a conversation and is no message: a client's own names have no line break. */
export function factName(fact: string): string {
  return `\n${fact}`
}

/** An event that is to be written. */
export interface NewEvent extends EventName {
  type: EventType
  text?: string | undefined
  data?: EventData | undefined
}

/** What of a conversation changes along with its events. */
export type Change = Partial<
  Pick<
    Conversation,
    | "status"
    | "handler"
    | "agentId"
    | "agentName"
    | "priority"
    | "queuedAt"
    | "assignedAt"
    | "closedAt"
    | "readByCustomer"
    | "readByAgent"
  >
>

export interface Decision {
  /** In their order. Where the name that they are appended under is known already, nothing of the decision is written. */
  events: readonly NewEvent[]
  change?: Change
}

/**
 * Says what is to be written, given the conversation as it is at that moment: it runs inside the transaction, with the
 * conversation held. It may run again after the transaction was taken back, so it does nothing but decide.
 *
 * @throws to refuse
 */
export type Decide = (conversation: Conversation, at: number) => Decision

export interface Appended {
  /** What was written, or the one event that was there already under the same name. */
  events: readonly ConversationEvent[]
  known: boolean
  /** Before the write. */
  before: Conversation
  /** After it. */
  conversation: Conversation
}

/** What a sender said, of all that was written with it: whoever joins by it has joined before it. */
export function saidIn({ events }: Pick<Appended, "events">): ConversationEvent | undefined {
  return events.find(({ type }) => type === "message" || type === "note")
}

/** The numbered log of each conversation. What it resolves with is on the disk. */
export interface ConversationLog {
  /**
   * @param name of one of the events: what was stored under it before is told even where it would be refused now
   * @throws {ChatdError} `not_found` where there is no such conversation, `unavailable` where it cannot be written, and
   *   whatever `decide` throws
   */
  append(conversationId: number, decide: Decide, name?: EventName): Promise<Appended>
}
