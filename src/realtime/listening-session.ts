import type { Conversation, ConversationEvent } from "../core/conversations/conversation.ts"
import type { Followed, FollowerHost } from "./follower.ts"
import type { Encoding, Signal } from "./hub.ts"

/** Where frames go. */
export interface Outlet {
  send(frame: string): void
  /** Several frames in one write. */
  sendAll(frames: readonly string[]): void
  /** Whether everything that was sent is on its way. */
  hasRoom(): boolean
  /** Resolves when it is; with false where nobody listens any more. */
  drained(): Promise<boolean>
}

export interface ListeningPorts {
  store: {
    eventsAfter(conversationId: number, after: number, limit: number): Promise<readonly ConversationEvent[]>
  }
}

/** What every client's side of a socket does with what it is told, whatever its form. */
export abstract class ListeningSession<
  To extends ListeningPorts,
  Out extends Outlet,
  Of extends Followed = Conversation,
> implements FollowerHost<Of>
{
  protected socket: Out | undefined
  /** What goes out together. */
  #out: string[] | undefined

  constructor(protected readonly to: To) {}

  abstract get encoding(): Encoding<Of>
  abstract readFailed(error: unknown): void

  readEvents(conversationId: number, after: number, limit: number) {
    return this.to.store.eventsAfter(conversationId, after, limit)
  }

  deliver(conversation: Of, event: ConversationEvent, frame: string | undefined): void {
    const text = frame ?? this.encoding.event({ conversation, event })
    if (text !== undefined) this.add(text)
  }

  /** Goes out with the next flush. */
  protected add(frame: string): void {
    if (this.#out) this.#out.push(frame)
    else this.#out = [frame]
  }

  flush(): void {
    const out = this.#out
    if (!out) return
    this.#out = undefined
    this.socket?.sendAll(out)
  }

  hasRoom(): boolean {
    return this.socket?.hasRoom() ?? true
  }

  async drained(): Promise<boolean> {
    return (await this.socket?.drained()) ?? false
  }

  /** Who types may be said so often that it fills what a slow reader has room for, and they would be sent away for it. */
  signal(frame: string, { kind }: Pick<Signal, "kind">): void {
    if (kind !== "typing" || this.hasRoom()) this.socket?.send(frame)
  }

  placed(frame: string): void {
    this.socket?.send(frame)
  }
}
