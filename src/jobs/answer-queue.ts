import type { Conversation, ConversationEvent } from "../core/conversations/conversation.ts"
import { ChatdError } from "../core/errors.ts"
import type { Logger } from "../log.ts"

/** A partner's answers at work at once: with a language model or a chatbot of its own most of their time is waiting. */
const MOST_OF_PARTNER = 24
/** All partners' together. One whose chatbot hangs holds up nobody else. */
const MOST_AT_ONCE = 192
/** Before another attempt: a database may be locked, full or restarting. */
const PAUSES_MS = [250, 1_000, 4_000, 15_000]

export interface AnswerQueueOptions {
  /** Told of what is tried no more here. */
  onGivenUp?(task: AnswerTask): void
  pausesMs?: readonly number[]
}

export interface AnswerTask {
  conversation: Conversation
  question: ConversationEvent
  /** It may be waiting here already, or be at work. */
  again?: true
}

interface WaitingTask {
  task: AnswerTask
  since: number
}

/** What of a partner waits, and how much is at work. */
interface Line {
  /** Conversations, in the order in which they came. */
  ready: number[]
  working: number
}

/**
 * Answers customers' messages, one after the other within a conversation. What it holds is not stored: the log says
 * which questions have no answer, and a new process takes them up from there.
 */
export class AnswerQueue {
  readonly #byConversation = new Map<number, WaitingTask[]>()
  /** By partner; who was served last comes last. */
  readonly #lines = new Map<string, Line>()
  #working = 0
  #stopped = false
  readonly #stopping = Promise.withResolvers<void>()
  #drained = Promise.withResolvers<void>()

  constructor(
    /** Told how long the task has waited. */
    private readonly answer: (task: AnswerTask, waitedMs: number) => Promise<void>,
    private readonly log: Logger,
    private readonly options: AnswerQueueOptions = {},
  ) {}

  add(task: AnswerTask): void {
    if (this.#stopped) return
    const { id, partnerId } = task.conversation
    const waiting = this.#byConversation.get(id)
    const fresh = { task, since: performance.now() }
    if (waiting) {
      waiting.push(fresh)
      return
    }
    this.#byConversation.set(id, [fresh])
    const line = this.#lines.get(partnerId) ?? { ready: [], working: 0 }
    line.ready.push(id)
    this.#lines.set(partnerId, line)
    this.#fill()
  }

  /** Whether something of that conversation waits here or is at work. */
  has(conversationId: number): boolean {
    return this.#byConversation.has(conversationId)
  }

  /** Takes no more, and resolves when what is at work is done. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#stopping.resolve()
    if (this.#working > 0) await this.#drained.promise
  }

  #fill(): void {
    while (this.#working < MOST_AT_ONCE) {
      const next = this.#next()
      if (!next) return
      this.#working++
      void this.#run(next.id, next.line)
    }
  }

  /** Partners take turns. */
  #next(): { id: number; line: Line } | undefined {
    for (const [partnerId, line] of this.#lines) {
      const id = line.working < MOST_OF_PARTNER ? line.ready.shift() : undefined
      if (id === undefined) continue
      line.working++
      this.#lines.delete(partnerId)
      this.#lines.set(partnerId, line)
      return { id, line }
    }
    return undefined
  }

  async #run(id: number, line: Line): Promise<void> {
    const tasks = this.#byConversation.get(id) ?? []
    const partnerId = tasks[0]?.task.conversation.partnerId ?? ""
    for (let next = tasks.shift(); next && !this.#stopped; next = tasks.shift()) await this.#try(next)
    this.#byConversation.delete(id)
    this.#working--
    line.working--
    if (line.working === 0 && line.ready.length === 0) this.#lines.delete(partnerId)
    if (this.#working === 0 && this.#stopped) this.#drained.resolve()
    this.#fill()
  }

  async #try({ task, since }: WaitingTask): Promise<void> {
    const { onGivenUp, pausesMs = PAUSES_MS } = this.options
    for (const [attempt, pauseMs] of [...pausesMs, 0].entries()) {
      try {
        return await this.answer(task, performance.now() - since)
      } catch (error) {
        // It was erased meanwhile: nobody waits for an answer.
        if (error instanceof ChatdError && error.code === "not_found") return
        const { publicId } = task.conversation
        this.log.error({ err: error, session: publicId, seq: task.question.seq, attempt }, "an answer failed")
      }
      await Promise.race([Bun.sleep(pauseMs), this.#stopping.promise])
      if (this.#stopped) return
    }
    onGivenUp?.(task)
  }
}
