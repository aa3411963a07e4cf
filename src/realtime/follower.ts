import type { Conversation, ConversationEvent } from "../core/conversations/conversation.ts"
import type { Published } from "./hub.ts"

/** Events of one look into the log, as long as the client takes them at once. */
const PAGE = 500
/** Events that go out together while a client catches up, and of its first look; more of the longest ones would pile up for it. */
const SLICE = 25

/** What must be known of a conversation to follow it. */
export type Followed = Pick<Conversation, "id">

/** Where a follower reads and whom it tells. There may be one a socket, so that it is no pair of closures. */
export interface FollowerHost<Of extends Followed = Conversation> {
  /** Events of the conversation after a number, in order. */
  readEvents(conversationId: number, after: number, limit: number): Promise<readonly ConversationEvent[]>
  /** Sends one event; `frame` is its encoding where it is known already. */
  deliver(conversation: Of, event: ConversationEvent, frame: string | undefined): void
  /** What was delivered goes out. */
  flush(): void
  /** Whether everything that went out is on its way. */
  hasRoom(): boolean
  /** Resolves when it is; with false where nobody listens any more. */
  drained(): Promise<boolean>
  /** The log could not be read: the client must come back and ask again. */
  readFailed(error: unknown): void
}

/**
 * Gives one client everything of one conversation after a number, once and in order: first what the log holds, as fast
 * as the client takes it, then what is committed. It is to be subscribed before `catchUp` is called, so that nothing
 * falls between the two. Where a number is missing, as when another server wrote it, the log is read again.
 */
export class Follower<Of extends Followed = Conversation> {
  /** The highest number that is known to be committed. */
  #newest = 0
  #reading = false
  /** Whether the log is to be read once more. */
  #again = false
  #ended = false
  /** How often the client was given another place to go on from. */
  #moves = 0

  /** @param last the last number that the client saw */
  constructor(
    private readonly host: FollowerHost<Of>,
    private conversation: Of,
    private last: number,
  ) {}

  get isReading(): boolean {
    return this.#reading
  }

  /** Whether the client was given that number. */
  has(seq: number): boolean {
    return seq <= this.last
  }

  /** What was just committed. While the log is being read it is found there: nothing piles up for a slow client. */
  take({ event }: Published, frame: string | undefined): void {
    if (event.seq > this.#newest) this.#newest = event.seq
    if (this.#reading || event.seq <= this.last) return
    if (event.seq === this.last + 1) this.#give(event, frame)
    else this.catchUp()
  }

  /** Sends what the log holds. */
  catchUp(): void {
    this.#again = this.#reading
    if (this.#reading || this.#ended) return
    this.#reading = true
    this.#readOn().catch((error) => {
      this.#reading = false
      if (!this.#ended) this.host.readFailed(error)
    })
  }

  /**
   * Goes on after another number, whatever was given before. A client that asks a hundred times at once is read for once; of
   * a follower for each, each would hold what it read.
   *
   * @param conversation as it is by now
   */
  moveTo(last: number, conversation: Of = this.conversation): void {
    this.last = last
    this.conversation = conversation
    this.#moves++
    this.catchUp()
  }

  /** Gives nothing more: another one takes over, or the client is gone. */
  end(): void {
    this.#ended = true
  }

  async #readOn(): Promise<void> {
    let limit = SLICE
    let more = false
    do {
      // Before the log is read: nothing is held for whoever does not take it.
      if (more || !this.host.hasRoom()) await this.#room()
      if (this.#ended) break
      this.#again = false
      const known = this.#newest
      const { found, given } = await this.#giveNext(limit)
      const cameMeanwhile = this.last < this.#newest && (found > 0 || known < this.#newest)
      more = given < found || found === limit || cameMeanwhile || this.#again
      limit = given < found ? SLICE : Math.min(2 * limit, PAGE)
    } while (more && !this.#ended)
    // Nothing was awaited since the look at what came meanwhile.
    this.#reading = false
  }

  /** @returns how many events the log held, and how many of them the client had room for */
  async #giveNext(limit: number): Promise<{ found: number; given: number }> {
    const moves = this.#moves
    const events = await this.host.readEvents(this.conversation.id, this.last, limit)
    if (events.length === 0) this.host.flush()
    let given = 0
    while (given < events.length && !this.#ended && moves === this.#moves && this.host.hasRoom()) {
      const slice = events.slice(given, given + SLICE)
      for (const event of slice) this.#give(event, undefined)
      given += slice.length
      this.host.flush()
      // Others have their turn meanwhile.
      if (given < events.length && this.host.hasRoom()) this.#ended ||= !(await this.host.drained())
    }
    return { found: events.length, given }
  }

  /** Another follower of the same client may have sent something by then. */
  async #room(): Promise<void> {
    do this.#ended ||= !(await this.host.drained())
    while (!this.#ended && !this.host.hasRoom())
  }

  #give(event: ConversationEvent, frame: string | undefined): void {
    if (this.#ended || event.seq <= this.last) return
    this.last = event.seq
    this.host.deliver(this.conversation, event, frame)
  }
}
