import type { StoredCustomer } from "../customers.ts"
import { parseQuery, type SearchQuery } from "../search/query.ts"
import type { ConversationFacts, Outcome } from "../stats/conversation-facts.ts"
import type { Conversation, Status } from "./conversation.ts"
import type { Wishes } from "./wishes.ts"

/** Conversations that are looked at for the ones that are wanted; more with the next page. */
const MOST_LOOKED_AT = 2_000
/** Messages that a search finds, the newest. */
const MOST_FOUND = 1_000
const AT_ONCE = 200

/** A conversation with what became of it. */
export interface Chat {
  conversation: Conversation
  customer: StoredCustomer
  /** What its client calls it, where it was begun by the chatbot's contract. */
  name: string | undefined
  page: Readonly<Record<string, unknown>> | undefined
  facts: ConversationFacts
  wishes: Wishes
  /** The newest first. */
  ticketUuids: readonly string[]
}

export interface ChatFilter {
  /** Begun then or later, and before; milliseconds since 1970. */
  from?: number | undefined
  to?: number | undefined
  status?: Status | undefined
  /** A customer's id, address, or name. */
  user?: string | undefined
  outcome?: Outcome | undefined
  /** As its client calls it, or its public id. */
  sessionName?: string | undefined
  /** Words that were said. */
  search?: string | undefined
  /** Older than the one of this number. */
  before?: number | undefined
  limit: number
}

export type ChatSelection = Omit<ChatFilter, "outcome" | "search" | "before" | "limit"> & {
  /** Only these. */
  numbers?: readonly number[] | undefined
}

export type ChatQuery = ChatSelection & Pick<ChatFilter, "before" | "limit">

export interface ChatPage {
  chats: Chat[]
  /** On all pages; undefined where their outcomes are asked for, which nobody knows without reading each one's log. */
  total: number | undefined
  /** Where there are more: from where the next page goes on. */
  next: number | undefined
}

export interface ListChatsPorts {
  /** A partner's conversations in which something happened, the newest first. */
  chats(partnerId: string, query: ChatQuery): Promise<Chat[]>
  countChats(partnerId: string, selection: ChatSelection): Promise<number>
  /** Numbers of conversations in which all of it was said, in the newest messages that are found. */
  conversationsSaying(partnerId: string, query: SearchQuery, limit: number): Promise<readonly number[]>
}

/**
 * A page of a partner's conversations, the newest first. Where an outcome is asked for and rare, a page may have fewer than `limit`
 * and still a `next`.
 */
export async function listChats(
  ports: ListChatsPorts,
  partnerId: string,
  { outcome, search = "", before, limit, ...selection }: ChatFilter,
): Promise<ChatPage> {
  const said = parseQuery(search)
  const numbers = said.length > 0 ? await ports.conversationsSaying(partnerId, said, MOST_FOUND) : undefined
  if (search !== "" && !numbers?.length)
    return { chats: [], total: outcome === undefined ? 0 : undefined, next: undefined }
  const selected = { ...selection, numbers }
  if (outcome !== undefined) {
    const some = (last: number | undefined) =>
      ports.chats(partnerId, { ...selected, before: last, limit: AT_ONCE })
    return { ...(await withOutcome(some, outcome, before, limit)), total: undefined }
  }
  const [found, total] = await Promise.all([
    ports.chats(partnerId, { ...selected, before, limit: limit + 1 }),
    ports.countChats(partnerId, selected),
  ])
  const chats = found.slice(0, limit)
  return { chats, total, next: found.length > limit ? chats.at(-1)?.conversation.number : undefined }
}

/** Goes over conversations until a page is full, or enough of them were looked at. */
async function withOutcome(
  some: (before: number | undefined) => Promise<Chat[]>,
  outcome: Outcome,
  from: number | undefined,
  limit: number,
): Promise<Omit<ChatPage, "total">> {
  const chats: Chat[] = []
  let before = from
  for (let looked = 0; looked < MOST_LOOKED_AT; looked += AT_ONCE) {
    const found = await some(before)
    for (const chat of found) {
      if (chat.facts.outcome !== outcome) continue
      if (chats.length === limit) return { chats, next: chats.at(-1)?.conversation.number }
      chats.push(chat)
    }
    if (found.length < AT_ONCE) return { chats, next: undefined }
    before = found.at(-1)?.conversation.number
  }
  return { chats, next: before }
}
