import type { Conversation, ConversationEvent } from "../core/conversations/conversation.ts"
import type { Published } from "./hub.ts"

/** Events of one look into the log. */
const PAGE = 500

/** Where a follower reads and whom it tells. There may be one a socket, so that it is no pair of closures. */
export interface FollowerHost {
  /** Events of the conversation after a number, in order. */
  readEvents(conversationId: number, after: number, limit: number): Promise<readonly ConversationEvent[]>
  /** Sends one event; `frame` is its encoding where it is known already. */
  deliver(conversation: Conversation, event: ConversationEvent, frame: string | undefined): void
  /** What was delivered goes out. */
  flush(): void
  /** The log could not be read: the client must come back and ask again. */
  readFailed(error: unknown): void
}

interface Held {
  published: Published
  frame: string | undefined
}

/**
 * Gives one client everything of one conversation after a number, once and in order: first what the log holds, then
 * what is committed. It is to be subscribed before `catchUp` is called, so that nothing falls between the two. Where a
 * number is missing, as when another server wrote it, the log is read again.
 */
export class Follower {
  #held: Held[] | undefined
  #catchingUp: Promise<void> | undefined

  /** @param last the last number that the client saw */
  constructor(
    private readonly host: FollowerHost,
    private readonly conversation: Conversation,
    private last: number,
  ) {}

  /** What was just committed. */
  take(published: Published, frame: string | undefined): void {
    const { event } = published
    if (!this.#catchingUp && event.seq <= this.last + 1) {
      this.#give(event, frame)
      return
    }
    this.#held ??= []
    this.#held.push({ published, frame })
    void this.catchUp()
  }

  /** Sends what the log holds, then what was committed meanwhile. */
  catchUp(): Promise<void> {
    this.#catchingUp ??= this.#readOn()
      .catch((error) => this.host.readFailed(error))
      .finally(() => {
        this.#catchingUp = undefined
      })
    return this.#catchingUp
  }

  async #readOn(): Promise<void> {
    for (;;) {
      const events = await this.host.readEvents(this.conversation.id, this.last, PAGE)
      for (const event of events) this.#give(event, undefined)
      if (events.length < PAGE) break
    }
    const held = this.#held ?? []
    this.#held = undefined
    for (const { published, frame } of held) this.#give(published.event, frame)
    this.host.flush()
  }

  #give(event: ConversationEvent, frame: string | undefined): void {
    if (event.seq <= this.last) return
    this.last = event.seq
    this.host.deliver(this.conversation, event, frame)
  }
}
