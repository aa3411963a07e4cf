import type { ConversationEvent } from "../core/conversations/conversation.ts"
import type { Published } from "./hub.ts"

/** Events of one look into the log. */
const PAGE = 200
/** Events that go out together while a client catches up; more of the longest ones would pile up for it. */
const SLICE = 25

export interface FollowerPorts {
  /** Reads events of the conversation after a number, in order. */
  read(after: number, limit: number): Promise<readonly ConversationEvent[]>
  /** Takes one event for its client; `frame` is its encoding where it is known already. */
  deliver(event: ConversationEvent, frame: string | undefined): void
  /** What the log gave goes out; resolves when there is room for more, with false where nobody listens any more. */
  letOut(): Promise<boolean>
  /** Told where the log could not be read: the client does not have everything. */
  failed(error: unknown): void
}

/**
 * Gives one client everything of one conversation after a number, once and in order: first what the log holds, then
 * what is committed. It is to be subscribed before `catchUp` is called, so that nothing falls between the two. Where a
 * number is missing, as when another server wrote it, the log is read again.
 */
export class Follower {
  /** The highest number that is known to be committed. */
  #newest = 0
  #reading = false
  #ended = false

  /** @param last the last number that the client saw */
  constructor(
    private last: number,
    private readonly ports: FollowerPorts,
  ) {}

  /** Whether the client was given that number. */
  has(seq: number): boolean {
    return seq <= this.last
  }

  /** Whether it is giving what the log holds. */
  get isReading(): boolean {
    return this.#reading
  }

  /** What was just committed. While the log is being read it is found there: nothing piles up for a slow client. */
  take({ event }: Published, frame: string | undefined): void {
    if (event.seq > this.#newest) this.#newest = event.seq
    if (this.#reading || event.seq <= this.last) return
    if (event.seq === this.last + 1) this.#give(event, frame)
    else this.catchUp()
  }

  /** Sends what the log holds, as fast as the client takes it. */
  catchUp(): void {
    if (this.#reading || this.#ended) return
    this.#reading = true
    this.#readOn().catch((error) => {
      this.#reading = false
      if (!this.#ended) this.ports.failed(error)
    })
  }

  /** Gives nothing more: another one takes over, or the client is gone. */
  end(): void {
    this.#ended = true
  }

  async #readOn(): Promise<void> {
    let more: boolean
    do {
      const known = this.#newest
      const events = await this.ports.read(this.last, PAGE)
      for (let from = 0; from < events.length && !this.#ended; from += SLICE) {
        for (const event of events.slice(from, from + SLICE)) this.#give(event, undefined)
        if (!(await this.ports.letOut())) this.#ended = true
      }
      const cameMeanwhile = this.last < this.#newest && (events.length > 0 || known < this.#newest)
      more = events.length === PAGE || cameMeanwhile
    } while (more && !this.#ended)
    // Nothing was awaited since the look at what came meanwhile.
    this.#reading = false
  }

  #give(event: ConversationEvent, frame: string | undefined): void {
    if (this.#ended || event.seq <= this.last) return
    this.last = event.seq
    this.ports.deliver(event, frame)
  }
}
