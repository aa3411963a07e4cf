import { createEventOrder, type EventOrder } from "../../widget/client/event-order.ts"
import { Link } from "./link.ts"
import { Outbox } from "./outbox.ts"

export interface GuideEvent {
  seq: number
  type: string
  payload: {
    conversationId: number
    content?: string
    isFromAgent?: boolean
    senderId?: string
    clientMessageId?: string
  }
}

/** An agent on the partner guide's socket: follows many conversations, and answers in them. */
export class Agent {
  readonly outbox = new Outbox()
  readonly link: Link
  /** Each conversation's events, in order. */
  readonly seen = new Map<number, GuideEvent[]>()
  readonly #orders = new Map<number, EventOrder<GuideEvent>>()
  #told = 0

  constructor(
    url: string,
    apiKey: string,
    readonly number: number,
    private readonly heard: (agent: Agent, event: GuideEvent) => void,
  ) {
    this.link = new Link({
      address: () => `${url.replace("http", "ws")}/ws?clientId=agent-${number}`,
      headers: { authorization: `Bearer ${apiKey}` },
      opened: (send) => {
        for (const [conversationId, { last }] of this.#orders)
          send({ type: "sync", payload: { conversationId, after: last } })
        for (const frame of this.outbox.pending()) send(frame)
      },
      received: ({ type, seq, payload }) => {
        if (seq !== undefined) this.#take({ seq, type, payload: payload as GuideEvent["payload"] })
      },
    })
  }

  /** Takes a conversation from its beginning. */
  follow(conversationId: number): void {
    this.#orders.set(conversationId, createEventOrder<GuideEvent>(0))
    this.seen.set(conversationId, [])
  }

  say(conversationId: number, content: string): void {
    const clientMessageId = `a${this.number}-${++this.#told}`
    const senderId = `agent-${this.number}`
    const payload = { conversationId, senderId, isFromAgent: true, content, clientMessageId }
    this.outbox.add(clientMessageId, { type: "message", payload })
    this.link.send({ type: "message", payload })
  }

  #take(event: GuideEvent): void {
    const { conversationId, clientMessageId, senderId } = event.payload
    if (senderId === `agent-${this.number}` && clientMessageId) this.outbox.acknowledge(clientMessageId)
    const order = this.#orders.get(conversationId)
    for (const due of order?.take(event) ?? []) {
      this.seen.get(conversationId)?.push(due)
      this.heard(this, due)
    }
    if (order?.gap) this.link.send({ type: "sync", payload: { conversationId, after: order.last } })
  }
}
