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
    const extract = summarize(said)
    const written = llm && extract.length > 0 ? this.#write(llm, `${id} ${seq}`, messages) : undefined
    const [sentiment, summary] = await Promise.all([
      this.#moodOf(id, seq, said.slice(-MOOD_OF)),
      written && Promise.race([written, later(PATIENCE_MS)]),
    ])
    // What comes too late is told to who reads it again.
    if (written && summary === undefined)
      void written.then((lines) => lines && this.#keep(id, seq, { summary: lines }))
    return { sentiment, summary: summary ?? extract }
  }

  /**
   * A model that is away, or slow, keeps nobody from reading a conversation: words alone say the mood, and the next reader has what
   * it says, or asks again.
   */
  async #moodOf(id: number, seq: number, said: readonly string[]): Promise<Insight["sentiment"]> {
    const byWords = () => sentimentOf(said, undefined)
    const byModel = this.dependencies.embedder().then((embedder) => sentimentOf(said, embedder))
    try {
      const inTime = await Promise.race([byModel, later(PATIENCE_MS)])
      if (inTime) return inTime
    } catch {
      this.#known.delete(id)
      return byWords()
    }
    byModel.then(
      (sentiment) => this.#keep(id, seq, { sentiment }),
      () => this.#known.delete(id),
    )
    return byWords()
  }

  #write(llm: Llm, key: string, messages: readonly ConversationEvent[]): Promise<string[] | undefined> {
    const there = this.#written.get(key)
    if (there) return there
    const lines = llm.summarize(messages.map(turnOf))
    remember(this.#written, key, lines)
    return lines
  }

  #keep(id: number, seq: number, late: Partial<Insight>): void {
    const known = this.#known.get(id)
    if (known?.seq !== seq) return
    this.#known.set(id, { seq, insight: known.insight.then((insight) => ({ ...insight, ...late })) })
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
