import type { Article } from "./article.ts"
import type { Chunk } from "./chunk.ts"
import { chunkArticle, embeddedText, passagePrefix, TARGET_TOKENS } from "./chunker.ts"
import type { Embedder } from "./embedder.ts"

export type VectorKind = "chunk" | "title" | "heading" | "example"

/** One embedded text of an article. */
export interface ArticleVector {
  kind: VectorKind
  /** The chunk's ordinal for `chunk`; a position among its kind for the others. */
  ordinal: number
  /** Exactly what was embedded: keep the vector by a hash of it, so that unchanged text is never embedded again. */
  text: string
  /** Length 1, `embedder.dimensions` numbers. */
  vector: Float32Array
}

/** An article ready for the index. Plain data, so it can be stored. */
export interface EmbeddedArticle {
  article: Article
  chunks: Chunk[]
  vectors: ArticleVector[]
}

/**
 * Chunks an article and embeds its chunks, title, headings and example questions.
 *
 * @param known gives the vector of a text embedded earlier by the same embedder
 */
export async function embedArticle(
  article: Article,
  embedder: Embedder,
  known: (text: string) => Float32Array | undefined = () => undefined,
): Promise<EmbeddedArticle> {
  const countTokens = (text: string) => embedder.countTokens(text)
  const maxTokens = Math.min(TARGET_TOKENS, embedder.maxTokens)
  const chunks = chunkArticle(article, countTokens, maxTokens)
  const wanted = [
    ...chunks.map((chunk) =>
      entry("chunk", chunk.ordinal, embeddedText(article.title, chunk, countTokens, maxTokens)),
    ),
    ...present([article.title]).map((text, i) => entry("title", i, text)),
    ...headings(article.title, chunks).map((text, i) => entry("heading", i, text)),
    ...present(article.examples ?? []).map((text, i) => entry("example", i, text)),
  ]
  const missing = [...new Set(wanted.map(({ text }) => text).filter((text) => known(text) === undefined))]
  const vectors = await embedder.embed(missing)
  const fresh = new Map(missing.map((text, i) => [text, vectors[i]]))
  return {
    article,
    chunks,
    vectors: wanted.map((item) => {
      const vector = known(item.text) ?? fresh.get(item.text)
      if (!vector)
        throw new Error(`The embedder returned no vector for a ${item.kind} of article "${article.id}".`)
      return { ...item, vector }
    }),
  }
}

function entry(kind: VectorKind, ordinal: number, text: string) {
  return { kind, ordinal, text }
}

function present(texts: readonly string[]): string[] {
  return [...new Set(texts.map((text) => text.trim()).filter((text) => text !== ""))]
}

/** "title - heading" of every section that has a passage. */
function headings(title: string, chunks: readonly Chunk[]): string[] {
  return present(
    chunks.filter((chunk) => chunk.section.length > 0).map((chunk) => passagePrefix(title, chunk.section)),
  )
}
