import type { Conversation, ConversationEvent } from "../../core/conversations/conversation.ts"
import { RecentEvents } from "./recent-events.ts"
import type { WrittenEvent } from "./unplaced-events.ts"

/** A conversation in which something is being written: its row, and what its events are called. */
export interface HotConversation {
  conversation: Conversation
  /** Keys of all named events. */
  keys: Set<number>
}

const MOST_CONVERSATIONS = 4_096
/** One with more names is looked up in the database each time. */
export const MOST_KEYS = 4_096

/**
 * What the writing of messages would otherwise ask the database for each, and what those who come back after a moment
 * would. It holds on SQLite, where one process writes, and only while the connection's lock is held may it be read or
 * changed: whoever writes a conversation by another way forgets it here first, within the transaction.
 */
export class HotConversations {
  readonly #byId = new Map<number, HotConversation>()
  readonly #ids = new Map<string, number>()
  readonly #recent = new RecentEvents()

  get(id: number): HotConversation | undefined {
    return this.#byId.get(id)
  }

  /** As it is now, for those who call it by its public id. */
  byPublicId(publicId: string): Conversation | undefined {
    const id = this.#ids.get(publicId)
    return id === undefined ? undefined : this.#byId.get(id)?.conversation
  }

  /** What came after `seq`, in order; undefined where not all of it is remembered. */
  eventsAfter(id: number, seq: number): readonly ConversationEvent[] | undefined {
    const hot = this.#byId.get(id)
    return hot && this.#recent.after(id, seq, hot.conversation.lastSeq)
  }

  add(hot: HotConversation): void {
    // The oldest goes; one that is written often comes back soon.
    if (this.#byId.size >= MOST_CONVERSATIONS)
      for (const id of this.#byId.keys()) {
        this.forget(id)
        break
      }
    this.#byId.set(hot.conversation.id, hot)
    this.#ids.set(hot.conversation.publicId, hot.conversation.id)
  }

  /** Takes over what was committed. */
  written(conversation: Conversation, events: readonly WrittenEvent[]): void {
    const hot = this.#byId.get(conversation.id)
    if (!hot) return
    hot.conversation = conversation
    for (const written of events) {
      if (written.key !== null) hot.keys.add(written.key)
      this.#recent.add(written)
    }
    if (hot.keys.size > MOST_KEYS) this.forget(conversation.id)
  }

  forget(id: number): void {
    const hot = this.#byId.get(id)
    if (!hot) return
    this.#byId.delete(id)
    this.#ids.delete(hot.conversation.publicId)
    this.#recent.forget(id)
  }
}
