import type { Article } from "./article.ts"
import type { Chunk } from "./chunk.ts"
import { chunksOf, embeddedText, passagePrefix, TARGET_TOKENS } from "./chunker.ts"
import type { Embedder } from "./embedder.ts"
import { pauser } from "./pauser.ts"

export type VectorKind = "chunk" | "title" | "heading" | "example"

/** Texts whose tokens are made in one go, on the calling thread. */
const TEXTS_AT_ONCE = 64

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
 * @throws the reason of `signal` when it is aborted
 */
export async function embedArticle(
  article: Article,
  embedder: Embedder,
  known: (text: string) => Float32Array | undefined = () => undefined,
  signal?: AbortSignal,
): Promise<EmbeddedArticle> {
  const countTokens = (text: string) => embedder.countTokens(text)
  const maxTokens = Math.min(TARGET_TOKENS, embedder.maxTokens)
  const pause = pauser()
  const chunks: Chunk[] = []
  for (const chunk of chunksOf(article, countTokens, maxTokens)) {
    chunks.push(chunk)
    await pause()
    signal?.throwIfAborted()
  }
  const wanted = [
    ...chunks.map((chunk) =>
      entry("chunk", chunk.ordinal, embeddedText(article.title, chunk, countTokens, maxTokens)),
    ),
    ...present([article.title]).map((text, i) => entry("title", i, text)),
    ...headings(article.title, chunks).map((text, i) => entry("heading", i, text)),
    ...present(article.examples ?? []).map((text, i) => entry("example", i, text)),
  ]
  const missing = [...new Set(wanted.map(({ text }) => text).filter((text) => known(text) === undefined))]
  const fresh = new Map<string, Float32Array | undefined>()
  for (let start = 0; start < missing.length; start += TEXTS_AT_ONCE) {
    signal?.throwIfAborted()
    const texts = missing.slice(start, start + TEXTS_AT_ONCE)
    const vectors = await untilAborted(embedder.embed(texts), signal)
    for (const [i, text] of texts.entries()) fresh.set(text, vectors[i])
  }
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

/** An endpoint that hangs is waited for, for minutes, by whoever has not been told to stop. */
async function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work
  const aborted = Promise.withResolvers<never>()
  const abort = () => aborted.reject(signal.reason)
  if (signal.aborted) abort()
  signal.addEventListener("abort", abort, { once: true })
  try {
    return await Promise.race([work, aborted.promise])
  } finally {
    signal.removeEventListener("abort", abort)
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
