import type { Conversation, ConversationEvent } from "../core/conversations/conversation.ts"

/** What was committed, with the conversation as it is after it. */
export interface Published {
  conversation: Conversation
  event: ConversationEvent
}

/** What is passed on and never stored: typing, an answer as it is being written, a profile for those who help. */
export interface Signal {
  conversation: Conversation
  kind: "typing" | "stream" | "flashback"
  by: "customer" | "bot" | "agent"
  senderId: string
  data: Readonly<Record<string, unknown>>
}

/** A form in which events go out. One encoding serves everybody who speaks the same. */
export interface Encoding {
  /** Undefined: this form has no such event. */
  event(published: Published): string | undefined
  signal(signal: Signal): string | undefined
}

export interface Subscriber {
  readonly encoding: Encoding
  /** Takes an event, to be told at once or later in its order; `frame` is undefined where its form has none for it. */
  take(published: Published, frame: string | undefined): void
  /** What was taken goes out: called once after each batch. */
  flush(): void
  /** Something may have been missed: the log is to be read again. */
  refresh(): void
  /** Signals are worth nothing later: they are dropped where they cannot go out now. */
  signal(frame: string, signal: Signal): void
}

/** Whose events a subscriber gets: those of one conversation, of a customer, of an agent, or of a partner. */
export type Topic =
  | `conversation:${number}`
  | `customer:${number}`
  | `agent:${string}:${number}`
  /** All agents of a partner. */
  | `agents:${string}`
  /** Everything of a partner. */
  | `partner:${string}`

/** Brings what was committed to those who listen, in its order. It knows no wire format and stores nothing. */
export class Hub {
  /** Nearly every conversation has one listener: a set of one would weigh more than the listener. */
  readonly #topics = new Map<Topic, Subscriber | Set<Subscriber>>()

  subscribe(topic: Topic, subscriber: Subscriber): void {
    const there = this.#topics.get(topic)
    if (there === undefined) this.#topics.set(topic, subscriber)
    else if (there instanceof Set) there.add(subscriber)
    else this.#topics.set(topic, new Set([there, subscriber]))
  }

  unsubscribe(topic: Topic, subscriber: Subscriber): void {
    const there = this.#topics.get(topic)
    if (there instanceof Set) there.delete(subscriber)
    if (there === subscriber || (there instanceof Set && there.size === 0)) this.#topics.delete(topic)
  }

  /** How many listen to it. */
  listeners(topic: Topic): number {
    const there = this.#topics.get(topic)
    return there instanceof Set ? there.size : Number(there !== undefined)
  }

  /** Whether any agent of the partner listens. */
  hasAgents(partnerId: string): boolean {
    return this.listeners(`agents:${partnerId}`) > 0
  }

  /** Whether anybody would hear of this conversation's messages. */
  isListenedTo(conversation: Conversation): boolean {
    let heard = false
    this.#eachListener(conversation, true, () => {
      heard = true
    })
    return heard
  }

  /** Everybody reads again what they may have missed. */
  refresh(): void {
    const all = new Set<Subscriber>()
    for (const there of this.#topics.values()) {
      if (there instanceof Set) for (const subscriber of there) all.add(subscriber)
      else all.add(there)
    }
    for (const subscriber of all) subscriber.refresh()
  }

  publish(batch: readonly Published[]): void {
    const touched = new Set<Subscriber>()
    for (const published of batch) {
      const frames = new Map<Encoding, string | undefined>()
      const { conversation, event } = published
      this.#eachListener(conversation, event.type === "status", (subscriber) => {
        const { encoding } = subscriber
        if (!frames.has(encoding)) frames.set(encoding, encoding.event(published))
        subscriber.take(published, frames.get(encoding))
        touched.add(subscriber)
      })
    }
    for (const subscriber of touched) subscriber.flush()
  }

  /** @param except who sent it */
  signal(signal: Signal, except?: Subscriber): void {
    this.#eachListener(signal.conversation, false, (subscriber) => {
      if (subscriber !== except) tell(subscriber, signal)
    })
  }

  /** The same for those who help the customer alone. */
  signalHelpers(signal: Signal): void {
    this.#eachHelper(signal.conversation, false, (subscriber) => tell(subscriber, signal))
  }

  #eachListener(
    conversation: Conversation,
    isStatus: boolean,
    visit: (subscriber: Subscriber) => void,
  ): void {
    this.#each(`conversation:${conversation.id}`, visit)
    this.#each(`customer:${conversation.customerId}`, visit)
    this.#eachHelper(conversation, isStatus, visit)
  }

  /**
   * An agent's conversation is that agent's business; one that waits for a person is every agent's, and so is the news
   * that it has one now.
   */
  #eachHelper(
    { partnerId, agentId, status, handler }: Conversation,
    isStatus: boolean,
    visit: (subscriber: Subscriber) => void,
  ): void {
    if (isStatus || (handler === "person" && status === "waiting")) this.#each(`agents:${partnerId}`, visit)
    else if (agentId !== undefined) this.#each(`agent:${partnerId}:${agentId}`, visit)
    this.#each(`partner:${partnerId}`, visit)
  }

  #each(topic: Topic, visit: (subscriber: Subscriber) => void): void {
    const there = this.#topics.get(topic)
    if (there instanceof Set) for (const subscriber of there) visit(subscriber)
    else if (there !== undefined) visit(there)
  }
}

function tell(subscriber: Subscriber, signal: Signal): void {
  const frame = subscriber.encoding.signal(signal)
  if (frame !== undefined) subscriber.signal(frame, signal)
}
