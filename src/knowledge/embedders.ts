import type { Embedder } from "../../kb/embedder.ts"
import { rememberQuestions } from "./remember-questions.ts"

/** The models that questions can be embedded with: the configured one, and older ones that still serve. */
export class Embedders {
  readonly #byId = new Map<string, Embedder>()

  constructor(readonly current: Embedder) {
    this.add(current)
    if (current.former) this.add(current.former)
  }

  add(embedder: Embedder): void {
    this.#byId.set(embedder.id, rememberQuestions(embedder))
  }

  /** Lets the current model, as it was then, answer for vectors that it made under an id of before. */
  addFormerId(id: string): void {
    const then = this.#byId.get((this.current.former ?? this.current).id)
    if (then) this.#byId.set(id, then)
  }

  byId(modelId: string): Embedder | undefined {
    return this.#byId.get(modelId)
  }

  /** Closes a model that no knowledge base is embedded with any more; the current one stays. */
  async retire(modelId: string): Promise<void> {
    if (modelId === this.current.id) return
    const embedder = this.#byId.get(modelId)
    this.#byId.delete(modelId)
    if (embedder !== this.#byId.get(this.current.id)) await embedder?.close()
  }

  async close(): Promise<void> {
    await Promise.all([...new Set(this.#byId.values())].map((embedder) => embedder.close()))
  }
}
