import type { Embedder } from "../../kb/embedder.ts"
import type { ConversationEvent } from "../core/conversations/conversation.ts"
import type { Insight } from "../core/conversations/insight.ts"
import type { Turn } from "./llm/prompt.ts"
import type { Llm } from "./llm.ts"
import { sentimentOf } from "./sentiment/sentiment.ts"
import { summarize } from "./summary.ts"

export interface InsightDependencies {
  /** Undefined where there is no model: words alone say the mood. */
  embedder(): Promise<Embedder | undefined>
  /** Summarizes where one is configured; what it cannot do, the customer's own sentences do. */
  llm: Llm | undefined
}

/** The customer's last messages, of which the mood is told. */
const MOOD_OF = 3
/** Conversations that are remembered. */
const REMEMBERED = 500
/** An agent who opens a conversation waits no longer for a language model; what it says later is there the next time. */
const PATIENCE_MS = 1_500

interface Known {
  /** The customer's last message that was looked at. */
  seq: number
  insight: Promise<Insight>
}

/**
 * What an agent is told of a customer who waits: how they feel, and what it is about. Asked for when somebody reads it and
 * remembered until the customer says more.
 */
export class Insights {
  readonly #known = new Map<number, Known>()
  readonly #written = new Map<string, Promise<string[] | undefined>>()

  constructor(private readonly dependencies: InsightDependencies) {}

  /** @param messages the conversation's last ones, in order */
  of(conversationId: number, messages: readonly ConversationEvent[]): Promise<Insight> {
    const seq = messages.findLast(({ sender }) => sender.kind === "customer")?.seq ?? 0
    const known = this.#known.get(conversationId)
    if (known?.seq === seq) return known.insight
    const insight = this.#look(conversationId, seq, messages)
    remember(this.#known, conversationId, { seq, insight })
    insight.catch(() => this.#known.delete(conversationId))
    return insight
  }

  async #look(id: number, seq: number, messages: readonly ConversationEvent[]): Promise<Insight> {
    const said = messages.flatMap(({ sender, text = "" }) => (sender.kind === "customer" ? text : []))
    const { llm } = this.dependencies
    const sentiment = await this.#moodOf(id, said.slice(-MOOD_OF))
    const extract = summarize(said)
    const written = llm && extract.length > 0 ? this.#write(llm, `${id} ${seq}`, messages) : undefined
    const inTime = written && (await Promise.race([written, later(PATIENCE_MS)]))
    // What comes too late is told to who reads it again.
    if (written && inTime === undefined)
      void written.then((lines) => lines && this.#keep(id, seq, { sentiment, summary: lines }))
    return { sentiment, summary: inTime ?? extract }
  }

  /** A model that is away keeps nobody from reading a conversation: words alone say the mood, and the next reader asks again. */
  async #moodOf(id: number, said: readonly string[]): Promise<Insight["sentiment"]> {
    try {
      return await sentimentOf(said, await this.dependencies.embedder())
    } catch {
      this.#known.delete(id)
      return sentimentOf(said, undefined)
    }
  }

  #write(llm: Llm, key: string, messages: readonly ConversationEvent[]): Promise<string[] | undefined> {
    const there = this.#written.get(key)
    if (there) return there
    const lines = llm.summarize(messages.map(turnOf))
    remember(this.#written, key, lines)
    return lines
  }

  #keep(id: number, seq: number, insight: Insight): void {
    if (this.#known.get(id)?.seq === seq) this.#known.set(id, { seq, insight: Promise.resolve(insight) })
  }
}

function turnOf({ sender, text = "" }: ConversationEvent): Turn {
  return { role: sender.kind === "customer" ? "user" : "assistant", content: text }
}

function remember<Key, Value>(map: Map<Key, Value>, key: Key, value: Value): void {
  map.delete(key)
  map.set(key, value)
  const [oldest] = map.keys()
  if (map.size > REMEMBERED && oldest !== undefined) map.delete(oldest)
}

async function later(ms: number): Promise<undefined> {
  await new Promise((resolve) => setTimeout(resolve, ms))
}
