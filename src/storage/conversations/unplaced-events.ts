import type { ConversationEvent } from "../../core/conversations/conversation.ts"

/** An event with where it is stored. */
export interface WrittenEvent {
  id: number
  /** As `eventKey` makes it. */
  key: number | null
  /** Characters of what it says, as it is stored. */
  size: number
  event: ConversationEvent
}

/**
 * Events that are stored and have not been brought to their places yet, by conversation. Conversations are in the order
 * of their first such event.
 */
export class UnplacedEvents {
  readonly #byConversation = new Map<number, WrittenEvent[]>()
  #count = 0
  #lastId = 0

  get count(): number {
    return this.#count
  }

  add(written: WrittenEvent): void {
    const { conversationId } = written.event
    const there = this.#byConversation.get(conversationId)
    if (there) there.push(written)
    else this.#byConversation.set(conversationId, [written])
    this.#count++
    this.#lastId = written.id
  }

  /** In order of their numbers. */
  of(conversationId: number): readonly WrittenEvent[] {
    return this.#byConversation.get(conversationId) ?? []
  }

  /** The oldest conversations' events, whole conversations, until there are `most` or more. */
  oldest(most: number): WrittenEvent[] {
    const taken: WrittenEvent[] = []
    for (const events of this.#byConversation.values()) {
      if (taken.length >= most) break
      taken.push(...events)
    }
    return taken
  }

  /** The highest id below which all are in their places, once these are; what was put back stands last, and came earlier. */
  placedUpTo(leaving: readonly WrittenEvent[]): number {
    const gone = new Set(leaving.map(({ event }) => event.conversationId))
    let upTo = this.#lastId
    for (const [conversationId, [first]] of this.#byConversation)
      if (first && !gone.has(conversationId)) upTo = Math.min(upTo, first.id - 1)
    return upTo
  }

  /** A conversation goes, and its events with it. @returns what puts them back where it does not */
  forget(conversationId: number): () => void {
    const events = this.of(conversationId)
    this.#count -= events.length
    this.#byConversation.delete(conversationId)
    return () => {
      for (const event of events) this.add(event)
    }
  }

  /** These are in their places. */
  left(placed: readonly WrittenEvent[]): void {
    for (const { event } of placed) this.#byConversation.delete(event.conversationId)
    this.#count -= placed.length
  }
}

/**
 * What the database told and what is not in its places yet, as one: each event once, in order.
 *
 * @param placed in order of their numbers
 */
export function merged(
  placed: readonly ConversationEvent[],
  unplaced: readonly ConversationEvent[],
): readonly ConversationEvent[] {
  if (unplaced.length === 0) return placed
  const bySeq = new Map(placed.map((event) => [event.seq, event]))
  for (const event of unplaced) bySeq.set(event.seq, event)
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq)
}
