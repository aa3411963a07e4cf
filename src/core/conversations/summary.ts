import type { Conversation, ConversationEvent, SenderKind } from "./conversation.ts"
import type { Why } from "./why.ts"

/** Characters that a list shows of a message. */
export const PREVIEW_LENGTH = 200

/** What a list of conversations shows of one beyond its row. */
export interface Digest {
  /** The last message, cut. */
  lastMessage: LastMessage | undefined
  /** Numbers of the customer's messages that no agent has read, in order; of very many the newest. */
  unread: readonly number[]
}

export interface LastMessage {
  seq: number
  from: SenderKind
  text: string
  /** Milliseconds since 1970. */
  at: number
}

/** A message as lists show it. */
export function lastMessageOf({ seq, sender, text = "", at }: ConversationEvent): LastMessage {
  return { seq, from: sender.kind, text: beginningOf(text, PREVIEW_LENGTH), at }
}

/** The first so many characters of a text: cut between two, never inside one. */
export function beginningOf(text: string, length: number): string {
  return text.length > length ? [...text].slice(0, length).join("") : text
}

/** What a list shows of a customer. */
export interface ShownCustomer {
  /** As the partner knows them. */
  externalId: string
  verified: boolean
  name: string | undefined
  email: string | undefined
}

/** Somebody who waits for a person. */
export interface QueuePlace {
  conversationId: number
  number: number
  /** Milliseconds since 1970. */
  queuedAt: number
}

/** Conversations that were erased together. */
export interface Erasure {
  /** Tells it from others. */
  id: number
  numbers: readonly number[]
}

export type ConversationView = "mine" | "queue" | "open" | "bot" | "closed" | "all"

/** Which of a partner's conversations a list has. */
export interface ConversationFilter {
  view: ConversationView
  /** Whose they are, by the agent's number; `mine` needs it. */
  agent?: number | undefined
  customerId?: number | undefined
  /** Only those with a lower number; in the queue, those behind that one. */
  before?: number | undefined
  limit: number
}

/** How conversations are listed for those who help. One in which nothing happened yet is in no list. */
export interface SummaryStore {
  /** The newest first, the queue in its order. */
  list(partnerId: string, filter: ConversationFilter): Promise<Conversation[]>
  /** What is open, and what was closed since then, by their numbers from the highest; `before` goes on from there. */
  openOrClosedSince(
    partnerId: string,
    since: number | undefined,
    before: number | undefined,
    limit: number,
  ): Promise<Conversation[]>
  /** What was erased since then, by retention as well. */
  erasedSince(partnerId: string, since: number): Promise<Erasure[]>
  digests(conversations: readonly Conversation[]): Promise<ReadonlyMap<number, Digest>>
  customers(ids: readonly number[]): Promise<ReadonlyMap<number, ShownCustomer>>
  /** Whether a client of the customer's is there. */
  isHere(customerId: number): boolean
  /** Everybody who waits for a person, in the order in which they are handed out. */
  queue(partnerId: string): Promise<readonly QueuePlace[]>
  /** Where the customer was when it began. */
  page(conversationId: number): Promise<Readonly<Record<string, unknown>> | undefined>
  /** Why a person was wanted, as the last event says that says it. */
  why(conversationId: number): Promise<Why | undefined>
}
