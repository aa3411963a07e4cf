import type { Article } from "../../kb/article.ts"
import { type EmbeddedArticle, embedArticle } from "../../kb/embedded-article.ts"
import { type Embedder, EmbedderAway } from "../../kb/embedder.ts"
import type { KnowledgeBase, KnowledgeReader } from "./knowledge-store.ts"

export interface ReembedStore extends KnowledgeReader {
  /**
   * Puts the articles in place of all there are and names their model, in one transaction. False, and nothing done,
   * where the knowledge base is no longer at this revision or another process was first.
   */
  swapModel(base: KnowledgeBase, modelId: string, articles: readonly EmbeddedArticle[]): Promise<boolean>
}

export interface ReembedOptions {
  signal?: AbortSignal
  onProgress?: (articles: number) => void
  /** Resolves when a model that is away is to be asked again. Without it, that it is away is thrown. */
  whenAway?: (fault: EmbedderAway) => Promise<void>
}

/**
 * Embeds a knowledge base anew with another model, while the old vectors go on serving: nothing is written before all
 * is there. Articles that change meanwhile are taken along.
 *
 * @returns false where it was stopped or another process did it first
 */
export async function reembed(
  store: ReembedStore,
  kbId: string,
  embedder: Embedder,
  options: ReembedOptions = {},
): Promise<boolean> {
  const ready = new Map<string, EmbeddedArticle>()
  let revision = -1
  for (;;) {
    const base = await store.baseById(kbId)
    if (!base || base.modelId === embedder.id) return false
    const changes = await store.changesSince(kbId, revision)
    for (const id of changes.removed) ready.delete(id)
    for await (const { article } of changes.put) {
      const embedded = await embedPatiently(article, embedder, options)
      if (!embedded) return false
      ready.set(article.id, embedded)
      options.onProgress?.(ready.size)
    }
    revision = changes.revision
    if (await store.swapModel({ ...base, revision }, embedder.id, [...ready.values()])) return true
  }
}

/** Undefined where it was stopped. */
async function embedPatiently(
  article: Article,
  embedder: Embedder,
  { signal, whenAway }: ReembedOptions,
): Promise<EmbeddedArticle | undefined> {
  while (!signal?.aborted) {
    try {
      return await embedArticle(article, embedder, undefined, signal)
    } catch (error) {
      if (signal?.aborted) return undefined
      if (!(error instanceof EmbedderAway) || !whenAway) throw error
      await whenAway(error)
    }
  }
  return undefined
}
