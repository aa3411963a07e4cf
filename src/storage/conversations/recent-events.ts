import type { ConversationEvent } from "../../core/conversations/conversation.ts"
import type { WrittenEvent } from "./unplaced-events.ts"

/** Of one conversation; who missed more asks the database. */
const MOST_OF_ONE = 32
/** Of all together, in characters: of what was said, and a guess at what is around it. */
const MOST_WEIGHT = 8_000_000
const WEIGHT_OF_EVENT = 250

/** The last events of conversations that were written lately: after a break of the network thousands ask for them at once. */
export class RecentEvents {
  /** Each without a gap; those whose first event was remembered longest ago come first. */
  readonly #byConversation = new Map<number, WrittenEvent[]>()
  #weight = 0

  add(written: WrittenEvent): void {
    const { conversationId } = written.event
    const there = this.#byConversation.get(conversationId)
    if (!there) this.#byConversation.set(conversationId, [written])
    else if (there.push(written) > MOST_OF_ONE) this.#weight -= weightOf(there.shift())
    this.#weight += weightOf(written)
    for (const id of this.#byConversation.keys()) {
      if (this.#weight <= MOST_WEIGHT) break
      this.forget(id)
    }
  }

  /**
   * What came after `seq`, in order; undefined where not all of it is remembered.
   *
   * @param lastSeq of the conversation
   */
  after(conversationId: number, seq: number, lastSeq: number): readonly ConversationEvent[] | undefined {
    const missed = lastSeq - seq
    if (missed <= 0) return []
    const there = this.#byConversation.get(conversationId)
    return there && missed <= there.length ? there.slice(-missed).map(({ event }) => event) : undefined
  }

  forget(conversationId: number): void {
    for (const written of this.#byConversation.get(conversationId) ?? []) this.#weight -= weightOf(written)
    this.#byConversation.delete(conversationId)
  }
}

function weightOf(written: WrittenEvent | undefined): number {
  return written ? WEIGHT_OF_EVENT + written.size : 0
}
