import { type EmbeddedArticle, embedArticle } from "../../kb/embedded-article.ts"
import type { Embedder } from "../../kb/embedder.ts"
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
  { signal, onProgress }: ReembedOptions = {},
): Promise<boolean> {
  const ready = new Map<string, EmbeddedArticle>()
  let revision = -1
  for (;;) {
    const base = await store.baseById(kbId)
    if (!base || base.modelId === embedder.id) return false
    const changes = await store.changesSince(kbId, revision)
    for (const id of changes.removed) ready.delete(id)
    for await (const { article } of changes.put) {
      if (signal?.aborted) return false
      ready.set(article.id, await embedArticle(article, embedder))
      onProgress?.(ready.size)
    }
    revision = changes.revision
    if (await store.swapModel({ ...base, revision }, embedder.id, [...ready.values()])) return true
  }
}
