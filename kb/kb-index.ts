import { type ArticleEntry, articleDocuments, componentScores, passages } from "./article-entry.ts"
import type { EmbeddedArticle } from "./embedded-article.ts"
import { type GateFeatures, gateFeatures } from "./gate-features.ts"
import { LexicalIndex } from "./lexical-index.ts"
import type { Hit, Query } from "./retrieval.ts"
import { articleScore } from "./score.ts"
import { terms } from "./terms.ts"
import { VectorIndex } from "./vector-index.ts"

/** Nearest vectors, and best lexical articles, whose articles are scored in full. */
const NEIGHBOURS = 300
const LEXICAL_CANDIDATES = 30
const MAX_CANDIDATES = 80

export interface Retrieval {
  /** One an article, best first. */
  hits: Hit[]
  features: GateFeatures
}

/** The articles of one knowledge base in memory: nearest vectors, BM25, and what is derived from both. */
export class KbIndex {
  readonly #entries = new Map<string, ArticleEntry>()
  readonly #ownerOfVector: (ArticleEntry | undefined)[] = []
  readonly #ownerOfDocument: (ArticleEntry | undefined)[] = []
  readonly #freeVectors: number[] = []
  readonly #freeDocuments: number[] = []
  readonly #lexical = new LexicalIndex()
  #vectors: VectorIndex | undefined

  /** Number of articles. */
  get size(): number {
    return this.#entries.size
  }

  /** Adds or replaces an article; it can be found at once. */
  put(embedded: EmbeddedArticle): void {
    this.remove(embedded.article.id)
    const entry: ArticleEntry = { embedded, vectorKeys: [], documents: [] }
    for (const { vector } of embedded.vectors) {
      this.#vectors ??= new VectorIndex(vector.length)
      const key = take(this.#ownerOfVector, this.#freeVectors, entry)
      this.#vectors.put(key, vector)
      entry.vectorKeys.push(key)
    }
    for (const frequencies of articleDocuments(embedded)) {
      const document = take(this.#ownerOfDocument, this.#freeDocuments, entry)
      this.#lexical.put(document, frequencies)
      entry.documents.push(document)
    }
    this.#entries.set(embedded.article.id, entry)
  }

  remove(articleId: string): void {
    const entry = this.#entries.get(articleId)
    if (!entry) return
    for (const key of entry.vectorKeys) {
      this.#vectors?.remove(key)
      release(this.#ownerOfVector, this.#freeVectors, key)
    }
    for (const document of entry.documents) {
      this.#lexical.remove(document)
      release(this.#ownerOfDocument, this.#freeDocuments, document)
    }
    this.#entries.delete(articleId)
  }

  /** The articles that best match the question, at most `limit`, and what the gate needs to judge the first. */
  search(query: Query, limit = 10): Retrieval {
    const queryTerms = new Map(terms(query.text).map((term) => [term, 1]))
    const lexical = this.#lexicalScores(queryTerms)
    const scored = [...this.#candidates(query, lexical)].map((entry) => {
      const components = componentScores(entry, query.vector, lexical.get(entry) ?? 0)
      return { entry, components, score: articleScore(components) }
    })
    scored.sort((a, b) => b.score - a.score)
    const features = gateFeatures({
      query,
      queryTerms,
      ranked: scored,
      lexical: this.#lexical,
      articles: this.size,
    })
    return { hits: scored.slice(0, limit).map((one) => hit(one, query)), features }
  }

  #lexicalScores(queryTerms: ReadonlyMap<string, number>): Map<ArticleEntry, number> {
    const best = new Map<ArticleEntry, number>()
    for (const { document, score } of this.#lexical.search(queryTerms)) {
      const entry = this.#ownerOfDocument[document]
      if (entry && score > (best.get(entry) ?? 0)) best.set(entry, score)
    }
    return best
  }

  #candidates(query: Query, lexical: ReadonlyMap<ArticleEntry, number>): Set<ArticleEntry> {
    if (this.size <= MAX_CANDIDATES) return new Set(this.#entries.values())
    const byLexical = [...lexical].sort((a, b) => b[1] - a[1]).slice(0, LEXICAL_CANDIDATES)
    const candidates = new Set(byLexical.map(([entry]) => entry))
    for (const { key } of this.#vectors?.search(query.vector, NEIGHBOURS) ?? []) {
      const entry = this.#ownerOfVector[key]
      if (entry) candidates.add(entry)
      if (candidates.size >= MAX_CANDIDATES) break
    }
    return candidates
  }
}

function hit(one: { entry: ArticleEntry; components: Hit["components"]; score: number }, query: Query): Hit {
  const { article } = one.entry.embedded
  const [passage, ...morePassages] = passages(one.entry, query.vector)
  return {
    articleId: article.id,
    title: article.title,
    ...(article.url === undefined ? {} : { url: article.url }),
    ...(article.entryType === undefined ? {} : { entryType: article.entryType }),
    passage,
    morePassages,
    score: one.score,
    components: one.components,
  }
}

function take<T>(owners: (T | undefined)[], free: number[], owner: T): number {
  const key = free.pop() ?? owners.length
  owners[key] = owner
  return key
}

function release<T>(owners: (T | undefined)[], free: number[], key: number): void {
  owners[key] = undefined
  free.push(key)
}
