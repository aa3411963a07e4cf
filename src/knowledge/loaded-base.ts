import type { EmbeddedArticle } from "../../kb/embedded-article.ts"
import { KbIndex } from "../../kb/kb-index.ts"
import type { KnowledgeBase, KnowledgeChanges, KnowledgeReader } from "./knowledge-store.ts"

/** A knowledge base in memory, kept in step with the store. */
export class LoadedBase {
  #index = new KbIndex()
  #revision = -1
  #refreshing: Promise<void> | undefined
  #learning: Promise<void> | undefined

  constructor(
    public stored: KnowledgeBase,
    private readonly store: KnowledgeReader,
    /** Most articles whose examples are learned from before the first question, not in the background after it. */
    private readonly learnFirst: number,
  ) {}

  get index(): KbIndex {
    return this.#index
  }

  /** Takes over what changed in the store since the last time; calls that overlap share one run. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#takeOver().finally(() => {
      this.#refreshing = undefined
    })
    return this.#refreshing
  }

  async #takeOver(): Promise<void> {
    for (;;) {
      const stored = await this.store.baseById(this.stored.id)
      if (!stored) return
      if (stored.revision === this.#revision) {
        this.stored = stored
        return
      }
      // Vectors of two models never meet in one index: another model is loaded beside the one that serves.
      const anew = this.#revision < 0 || stored.modelId !== this.stored.modelId
      const index = anew ? new KbIndex() : this.#index
      const since = anew ? -1 : this.#revision
      const changes = await this.store.changesSince(stored.id, since)
      const apply = await prepare(changes, index, anew)
      // Another process swapped the model while we read: what was read may be of both.
      if ((await this.store.baseById(stored.id))?.modelId !== stored.modelId) continue
      apply()
      if (anew && index.size <= this.learnFirst) await index.refresh()
      this.#index = index
      if (index.stale) this.#learnSoon()
      this.#revision = changes.revision
      this.stored = stored
    }
  }

  /** What was changed is found at once; what the index learns from all of it follows in the background. */
  #learnSoon(): void {
    this.#learning ??= this.#learn().finally(() => {
      this.#learning = undefined
    })
  }

  async #learn(): Promise<void> {
    while (this.#index.stale) {
      const started = performance.now()
      await this.#index.refresh()
      await Bun.sleep(Math.max(LEAST_REST_MS, REST * (performance.now() - started)))
    }
  }
}

/** Learning takes at most a tenth of the time while a long ingest changes the knowledge base again and again. */
const REST = 10
const LEAST_REST_MS = 1_000

/**
 * Articles of a new index after which the garbage of reading them is collected. Else the heap grows before it is first
 * looked at, and does not shrink back: 5 MB at 1,000 chunks. Of a large knowledge base it is a small part.
 */
const COLLECT_AT = new Set([50, 100, 200])

/** A new index takes the articles as they come; a change is applied at once, so that no question sees half of it. */
async function prepare(changes: KnowledgeChanges, index: KbIndex, anew: boolean): Promise<() => void> {
  if (anew) {
    for await (const article of changes.put) {
      index.put(withoutBody(article))
      if (COLLECT_AT.has(index.size)) Bun.gc(true)
    }
    return () => {}
  }
  const put = await Array.fromAsync(changes.put)
  return () => {
    for (const articleId of changes.removed) index.remove(articleId)
    for (const article of put) index.put(withoutBody(article))
  }
}

/** An answer is made of chunks: the text that they were cut from would stay in memory for nothing. */
function withoutBody(embedded: EmbeddedArticle): EmbeddedArticle {
  return { ...embedded, article: { ...embedded.article, body: "" } }
}
