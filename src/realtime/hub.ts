import type { Conversation, ConversationEvent } from "../core/conversations/conversation.ts"

/** What was committed, with the conversation as it is after it. */
export interface Published {
  conversation: Conversation
  event: ConversationEvent
}

/** What of a conversation says whom it concerns. */
export type Addressed = Pick<
  Conversation,
  "id" | "number" | "partnerId" | "customerId" | "status" | "handler" | "agentId"
>

/** What is passed on and never stored: typing, an answer as it is being written, a profile for those who help. */
export interface Signal {
  conversation: Addressed
  kind: "typing" | "stream" | "flashback"
  by: "customer" | "bot" | "agent"
  senderId: string
  data: Readonly<Record<string, unknown>>
}

/** A form in which events go out. One encoding serves everybody who speaks the same. */
export interface Encoding<Of = Conversation> {
  /** Undefined: this form has no such event. */
  event(published: { conversation: Of; event: ConversationEvent }): string | undefined
  signal(signal: Signal): string | undefined
  /** That a conversation's place in the queue is another; forms without it are not told. */
  place?(position: number): string
}

export interface Subscriber {
  readonly encoding: Encoding
  /** Takes an event, to be told at once or later in its order; `frame` is undefined where its form has none for it. */
  take(published: Published, frame: string | undefined): void
  /** What was taken goes out: called once after each batch. */
  flush(): void
  /** Something may have been missed: the log is to be read again. */
  refresh(): void
  /** What it listens to was erased, or whoever listens was signed out: there is nothing more to hear. */
  gone?(why: Why): void
  /** Signals are worth nothing later: they are dropped where they cannot go out now. */
  signal(frame: string, signal: Signal): void
  /** As a signal; only who asked for one conversation is told of its place. */
  placed?(frame: string): void
}

/** Whose events a subscriber gets: those of one conversation, of a customer, of an agent, of all agents, of a partner. */
export type Topic =
  | { readonly of: "conversation" | "customer"; readonly id: number }
  | { readonly of: "agents" | "partner"; readonly id: string }
  | { readonly of: "agent"; readonly id: string }

/** An agent's number counts within their partner. */
export function agentTopic(partnerId: string, agentId: number): Topic {
  return { of: "agent", id: `${partnerId} ${agentId}` }
}

export type Why = "erased" | "signed_out"

export interface Erased {
  customerIds: readonly number[]
  conversationIds: readonly number[]
}

/** Nearly every conversation has one listener: a set of one would weigh more than the listener. */
type Listeners = Map<number | string, Subscriber | Set<Subscriber>>

/** Brings what was committed to those who listen, in its order. It knows no wire format and stores nothing. */
export class Hub {
  readonly #listeners: Readonly<Record<Topic["of"], Listeners>> = {
    conversation: new Map(),
    customer: new Map(),
    agent: new Map(),
    agents: new Map(),
    partner: new Map(),
  }

  /** @param signalled told of each signal that is everybody's, for those who listen elsewhere */
  constructor(private readonly signalled: (signal: Signal) => void = () => {}) {}

  subscribe({ of, id }: Topic, subscriber: Subscriber): void {
    const listeners = this.#listeners[of]
    const there = listeners.get(id)
    if (there === undefined) listeners.set(id, subscriber)
    else if (there instanceof Set) there.add(subscriber)
    else listeners.set(id, new Set([there, subscriber]))
  }

  unsubscribe({ of, id }: Topic, subscriber: Subscriber): void {
    const listeners = this.#listeners[of]
    const there = listeners.get(id)
    if (there instanceof Set) there.delete(subscriber)
    if (there === subscriber || (there instanceof Set && there.size === 0)) listeners.delete(id)
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
    for (const listeners of Object.values(this.#listeners))
      for (const id of listeners.keys()) each(listeners, id, (subscriber) => all.add(subscriber))
    for (const subscriber of all) subscriber.refresh()
  }

  /** What is listened to by itself. */
  listenedTo(): Erased {
    const idsOf = (listeners: Listeners) => [...listeners.keys()].map(Number)
    return {
      customerIds: idsOf(this.#listeners.customer),
      conversationIds: idsOf(this.#listeners.conversation),
    }
  }

  /** These were erased: whoever listens to them is told. */
  erased({ customerIds, conversationIds }: Erased): void {
    this.#end("customer", customerIds, "erased")
    this.#end("conversation", conversationIds, "erased")
  }

  /** Whose these are was signed out: clients of theirs are told. */
  signedOut({ customerIds, conversationIds }: Erased): void {
    this.#end("customer", customerIds, "signed_out")
    this.#end("conversation", conversationIds, "signed_out")
  }

  #end(of: "conversation" | "customer", ids: readonly number[], why: Why): void {
    const all = new Set<Subscriber>()
    for (const id of ids) each(this.#listeners[of], id, (subscriber) => all.add(subscriber))
    for (const subscriber of all) subscriber.gone?.(why)
  }

  publish(batch: readonly Published[]): void {
    const touched = new Set<Subscriber>()
    for (const published of batch) {
      const frames: { encoding: Encoding; frame: string | undefined }[] = []
      const { conversation, event } = published
      this.#eachListener(conversation, event.type === "status", (subscriber) => {
        const { encoding } = subscriber
        let encoded = frames.find((one) => one.encoding === encoding)
        if (!encoded) {
          encoded = { encoding, frame: encoding.event(published) }
          frames.push(encoded)
        }
        subscriber.take(published, encoded.frame)
        touched.add(subscriber)
      })
    }
    for (const subscriber of touched) subscriber.flush()
  }

  /** @param except who sent it */
  signal(signal: Signal, except?: Subscriber): void {
    this.signalHere(signal, except)
    this.signalled(signal)
  }

  /** The same for those who listen here alone. */
  signalHere(signal: Signal, except?: Subscriber): void {
    this.#eachListener(signal.conversation, false, (subscriber) => {
      if (subscriber !== except) tell(subscriber, signal)
    })
  }

  /** For those who help the customer alone, here. */
  signalHelpers(signal: Signal): void {
    this.#eachHelper(signal.conversation, false, (subscriber) => tell(subscriber, signal))
  }

  /** Whether a client listens to this one conversation. */
  hasClients(conversationId: number): boolean {
    return this.#listeners.conversation.has(conversationId)
  }

  /** Tells a conversation's clients its place in the queue. */
  tellPlace(conversationId: number, position: number): void {
    each(this.#listeners.conversation, conversationId, (subscriber) => {
      const frame = subscriber.encoding.place?.(position)
      if (frame !== undefined) subscriber.placed?.(frame)
    })
  }

  #eachListener(conversation: Addressed, isStatus: boolean, visit: (subscriber: Subscriber) => void): void {
    each(this.#listeners.conversation, conversation.id, visit)
    each(this.#listeners.customer, conversation.customerId, visit)
    this.#eachHelper(conversation, isStatus, visit)
  }

  /**
   * An agent's conversation is that agent's business; one that waits for a person is every agent's, and so is the news
   * that it has one now.
   */
  #eachHelper(
    { partnerId, agentId, status, handler }: Addressed,
    isStatus: boolean,
    visit: (subscriber: Subscriber) => void,
  ): void {
    const { agent, agents, partner } = this.#listeners
    const isEverybodys = isStatus || (handler === "person" && status === "waiting")
    if (isEverybodys) each(agents, partnerId, visit)
    else if (agentId !== undefined && agent.size > 0) each(agent, agentTopic(partnerId, agentId).id, visit)
    if (partner.size > 0) each(partner, partnerId, visit)
  }
}

function each(listeners: Listeners, id: number | string, visit: (subscriber: Subscriber) => void): void {
  const there = listeners.get(id)
  if (there instanceof Set) for (const subscriber of there) visit(subscriber)
  else if (there !== undefined) visit(there)
}

function tell(subscriber: Subscriber, signal: Signal): void {
  const frame = subscriber.encoding.signal(signal)
  if (frame !== undefined) subscriber.signal(frame, signal)
}
