import type { ConversationEvent } from "../conversations/conversation.ts"
import { agentNumber } from "../conversations/senders.ts"
import { isAnswer } from "../stats/conversation-facts.ts"

/** Of a conversation, what has happened in it since midnight. */
interface Seen {
  answered: boolean
  /** Whether a person was wanted or took over. */
  handedOver: boolean
  /** Since when a person was waited for. */
  wantedAt: number | undefined
  firstResponseMs: number | undefined
  closed: boolean
  /** Number of the agent whose it was when it was closed. */
  closedOf: number | undefined
}

/** A conversation that a person has already goes to another one. */
const BETWEEN_PEOPLE = ["assigned", "requeued"]

/** Counts a day's events, which come in their order within each conversation. */
export class Tally {
  messages = 0
  readonly #conversations = new Map<number, Seen>()
  readonly #messagesOf = new Map<number, number>()

  add(event: Pick<ConversationEvent, "conversationId" | "type" | "sender" | "data" | "at">): void {
    if (event.type === "message") this.#addMessage(event)
    else if (event.type === "status") this.#addStatus(event)
  }

  /** Conversations that the bot answered and that stayed with it. */
  get answeredByBot(): number {
    return this.#count(({ answered, handedOver }) => answered && !handedOver)
  }

  /** Conversations that a person was wanted for or took over. */
  get handedOver(): number {
    return this.#count(({ handedOver }) => handedOver)
  }

  /** Conversations that were closed and not opened again. */
  get closed(): number {
    return this.#count(({ closed }) => closed)
  }

  /** From the moment when a person was wanted to the first word of an agent; null where none has come yet. */
  get medianFirstResponseSeconds(): number | null {
    const times = [...this.#conversations.values()]
      .flatMap(({ firstResponseMs }) => firstResponseMs ?? [])
      .sort((a, b) => a - b)
    const upper = times[times.length >> 1]
    const lower = times[(times.length - 1) >> 1]
    return upper === undefined || lower === undefined ? null : Math.round((lower + upper) / 2 / 1000)
  }

  /** What an agent said and closed. */
  of(agent: number): { messages: number; closed: number } {
    return {
      messages: this.#messagesOf.get(agent) ?? 0,
      closed: this.#count(({ closed, closedOf }) => closed && closedOf === agent),
    }
  }

  #addMessage(message: Parameters<Tally["add"]>[0]): void {
    const { conversationId, sender, at } = message
    this.messages++
    const seen = this.#seen(conversationId)
    if (isAnswer(message)) seen.answered = true
    if (sender.kind !== "agent") return
    const number = agentNumber(sender.id)
    if (number !== undefined) this.#messagesOf.set(number, (this.#messagesOf.get(number) ?? 0) + 1)
    if (seen.wantedAt !== undefined) seen.firstResponseMs ??= Math.max(0, at - seen.wantedAt)
  }

  #addStatus({ conversationId, data, at }: Parameters<Tally["add"]>[0]): void {
    const seen = this.#seen(conversationId)
    seen.closed = data?.status === "closed"
    if (seen.closed) {
      seen.closedOf = typeof data?.agentId === "number" ? data.agentId : undefined
      return
    }
    if (data?.handler !== "person" || BETWEEN_PEOPLE.includes(String(data.reason))) return
    seen.handedOver = true
    if (data.status === "waiting") seen.wantedAt ??= at
  }

  #seen(conversationId: number): Seen {
    const there = this.#conversations.get(conversationId)
    if (there) return there
    const seen: Seen = {
      answered: false,
      handedOver: false,
      wantedAt: undefined,
      firstResponseMs: undefined,
      closed: false,
      closedOf: undefined,
    }
    this.#conversations.set(conversationId, seen)
    return seen
  }

  #count(is: (seen: Seen) => boolean): number {
    let count = 0
    for (const seen of this.#conversations.values()) if (is(seen)) count++
    return count
  }
}
