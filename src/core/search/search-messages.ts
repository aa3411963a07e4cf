import type { ConversationEvent } from "../conversations/conversation.ts"
import type { StoredCustomer } from "../customers.ts"
import { type ExcerptPart, excerpt } from "./excerpt.ts"
import { parseQuery, type SearchQuery } from "./query.ts"

/** A message or note by its place. */
export interface MessagePlace {
  /** Number of its conversation. */
  conversation: number
  seq: number
}

export interface FoundMessage {
  conversation: number
  customer: StoredCustomer
  event: ConversationEvent
}

export interface SearchPorts {
  /** A partner's messages and notes that contain every phrase, newest first. Nothing where `before` is nowhere. */
  findMessages(
    partnerId: string,
    query: SearchQuery,
    before: MessagePlace | undefined,
    limit: number,
  ): Promise<FoundMessage[]>
}

export interface MessageSearch {
  text: string
  /** Only what is older. */
  before?: MessagePlace | undefined
  limit: number
}

export interface MessageHit extends FoundMessage {
  excerpt: ExcerptPart[]
}

/** Searches what was said in a partner's conversations, notes among it; newest first. */
export async function searchMessages(
  ports: SearchPorts,
  partnerId: string,
  { text, before, limit }: MessageSearch,
): Promise<{ hits: MessageHit[]; more: boolean }> {
  const query = parseQuery(text)
  if (query.length === 0) return { hits: [], more: false }
  const found = await ports.findMessages(partnerId, query, before, limit + 1)
  const hits = found.slice(0, limit).map((one) => ({ ...one, excerpt: excerpt(one.event.text ?? "", query) }))
  return { hits, more: found.length > limit }
}
