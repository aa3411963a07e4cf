import { KbIndex } from "../../kb/kb-index.ts"
import type { KnowledgeBase, KnowledgeReader } from "./knowledge-store.ts"

/** A knowledge base in memory, kept in step with the store. */
export class LoadedBase {
  readonly index = new KbIndex()
  #revision = -1
  #refreshing: Promise<void> | undefined

  constructor(
    public stored: KnowledgeBase,
    private readonly store: KnowledgeReader,
  ) {}

  /** Takes over what changed in the store since the last time; calls that overlap share one run. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#takeOver().finally(() => {
      this.#refreshing = undefined
    })
    return this.#refreshing
  }

  async #takeOver(): Promise<void> {
    const stored = await this.store.baseById(this.stored.id)
    if (!stored) return
    if (stored.revision !== this.#revision) {
      const changes = await this.store.changesSince(stored.id, this.#revision)
      for (const articleId of changes.removed) this.index.remove(articleId)
      for await (const article of changes.put) this.index.put(article)
      this.#revision = changes.revision
    }
    this.stored = stored
  }
}
