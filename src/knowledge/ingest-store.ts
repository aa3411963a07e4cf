import type { Article } from "../../kb/article.ts"
import type { EmbeddedArticle } from "../../kb/embedded-article.ts"

/** What is known of a source from the last time. */
export interface SourceState {
  name: string
  /** What ingest was pointed at when it found it. */
  root: string
  contentHash: string
  /** Why it could not be read; undefined where it was. */
  error: string | undefined
}

/** One knowledge base, as ingest writes it. */
export interface IngestStore {
  sources(): Promise<Map<string, SourceState>>
  /** Ids of the articles that came from a source, each with a hash of its content. */
  articlesOf(source: string): Promise<Map<string, string>>
  /** The sources that articles came from, by the articles' ids. */
  ownersOf(articleIds: readonly string[]): Promise<Map<string, string>>
  hashOf(article: Article): string
  /** Vectors that an article has, by the text embedded. */
  knownVectors(articleId: string): Promise<Map<string, Float32Array>>
  putArticle(source: string, article: EmbeddedArticle): Promise<void>
  removeArticles(ids: readonly string[]): Promise<readonly string[]>
  putSource(source: SourceState): Promise<void>
  removeSource(name: string): Promise<void>
}
