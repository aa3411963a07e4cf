import type { ConversationEvent } from "../../core/conversations/conversation.ts"
import { eventKey } from "./event-key.ts"

/** Events that are stored and have not been brought to their places yet, by conversation. */
export class UnplacedEvents {
  #fresh = new Map<number, ConversationEvent[]>()
  /** Those that are being brought there just now. */
  #leaving = new Map<number, ConversationEvent[]>()
  #count = 0

  /** Those that nobody is bringing to their places. */
  get count(): number {
    return this.#count
  }

  add(event: ConversationEvent): void {
    const there = this.#fresh.get(event.conversationId)
    if (there) there.push(event)
    else this.#fresh.set(event.conversationId, [event])
    this.#count++
  }

  /** In order of their numbers. */
  of(conversationId: number): readonly ConversationEvent[] {
    const leaving = this.#leaving.get(conversationId)
    const fresh = this.#fresh.get(conversationId)
    return leaving && fresh ? [...leaving, ...fresh] : (leaving ?? fresh ?? [])
  }

  named(conversationId: number, key: number): ConversationEvent | undefined {
    return this.of(conversationId).find((event) => eventKey(event) === key)
  }

  /** All that are here are being brought to their places. */
  leave(): void {
    this.#leaving = this.#fresh
    this.#fresh = new Map()
    this.#count = 0
  }

  /** They could not be brought there. */
  stay(): void {
    const fresh = this.#fresh
    this.#fresh = this.#leaving
    this.#leaving = new Map()
    for (const events of fresh.values()) for (const event of events) this.add(event)
    this.#count = 0
    for (const events of this.#fresh.values()) this.#count += events.length
  }

  /** They are there. */
  left(): void {
    this.#leaving = new Map()
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
