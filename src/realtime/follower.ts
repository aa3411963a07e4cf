import type { ConversationEvent } from "../core/conversations/conversation.ts"
import type { Published } from "./hub.ts"

/** Events of one look into the log. */
const PAGE = 500

/** Reads events of one conversation after a number, in order. */
export type ReadEvents = (after: number, limit: number) => Promise<readonly ConversationEvent[]>

/** Sends one event; `frame` is its encoding where it is known already. */
export type Deliver = (event: ConversationEvent, frame: string | undefined) => void

/**
 * Gives one client everything of one conversation after a number, once and in order: first what the log holds, then
 * what is committed. It is to be subscribed before `catchUp` is called, so that nothing falls between the two. Where a
 * number is missing, as when another server wrote it, the log is read again.
 */
export class Follower {
  #held: { published: Published; frame: string | undefined }[] = []
  #catchingUp: Promise<void> | undefined

  /** @param last the last number that the client saw */
  constructor(
    private last: number,
    private readonly read: ReadEvents,
    private readonly deliver: Deliver,
  ) {}

  /** What was just committed. */
  take(published: Published, frame: string | undefined): void {
    const { event } = published
    if (!this.#catchingUp && event.seq <= this.last + 1) this.#give(event, frame)
    else {
      this.#held.push({ published, frame })
      void this.catchUp()
    }
  }

  /** Sends what the log holds, then what was committed meanwhile. */
  catchUp(): Promise<void> {
    this.#catchingUp ??= this.#readOn().finally(() => {
      this.#catchingUp = undefined
    })
    return this.#catchingUp
  }

  async #readOn(): Promise<void> {
    for (;;) {
      const events = await this.read(this.last, PAGE)
      for (const event of events) this.#give(event, undefined)
      if (events.length < PAGE) break
    }
    const held = this.#held
    this.#held = []
    for (const { published, frame } of held) this.#give(published.event, frame)
  }

  #give(event: ConversationEvent, frame: string | undefined): void {
    if (event.seq <= this.last) return
    this.last = event.seq
    this.deliver(event, frame)
  }
}
