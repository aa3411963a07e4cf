import type { Conversation, ConversationEvent } from "../core/conversations/conversation.ts"
import type { Logger } from "../log.ts"

/** Answers at work at once: with a language model most of their time is waiting. */
const MOST_AT_ONCE = 16
/** Before another attempt: a database may be locked, full or restarting. */
const PAUSES_MS = [250, 1_000, 4_000, 15_000]

export interface AnswerTask {
  conversation: Conversation
  question: ConversationEvent
}

/**
 * Answers customers' messages, one after the other within a conversation. What it holds is not stored: the log says
 * which questions have no answer, and a new process takes them up from there.
 */
export class AnswerQueue {
  readonly #byConversation = new Map<number, AnswerTask[]>()
  readonly #ready: number[] = []
  #working = 0
  #stopped = false
  readonly #stopping = Promise.withResolvers<void>()
  #drained = Promise.withResolvers<void>()

  constructor(
    private readonly answer: (task: AnswerTask) => Promise<void>,
    private readonly log: Logger,
  ) {}

  add(task: AnswerTask): void {
    if (this.#stopped) return
    const { id } = task.conversation
    const waiting = this.#byConversation.get(id)
    if (waiting) {
      waiting.push(task)
      return
    }
    this.#byConversation.set(id, [task])
    this.#ready.push(id)
    this.#fill()
  }

  /** Takes no more, and resolves when what is at work is done. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#stopping.resolve()
    if (this.#working > 0) await this.#drained.promise
  }

  #fill(): void {
    while (this.#working < MOST_AT_ONCE) {
      const id = this.#ready.shift()
      if (id === undefined) return
      this.#working++
      void this.#run(id)
    }
  }

  async #run(id: number): Promise<void> {
    const tasks = this.#byConversation.get(id) ?? []
    for (let task = tasks.shift(); task && !this.#stopped; task = tasks.shift()) await this.#try(task)
    this.#byConversation.delete(id)
    this.#working--
    if (this.#working === 0 && this.#stopped) this.#drained.resolve()
    this.#fill()
  }

  async #try(task: AnswerTask): Promise<void> {
    for (const [attempt, pauseMs] of [...PAUSES_MS, 0].entries()) {
      try {
        return await this.answer(task)
      } catch (error) {
        const { publicId } = task.conversation
        this.log.error({ err: error, session: publicId, seq: task.question.seq, attempt }, "an answer failed")
      }
      await Promise.race([Bun.sleep(pauseMs), this.#stopping.promise])
      if (this.#stopped) return
    }
  }
}
