import {
  type ArticleEntry,
  articleDocuments,
  componentScores,
  type KeyedVector,
  passages,
  type SimilarityOf,
} from "./article-entry.ts"
import { ArticleScores } from "./article-scores.ts"
import type { Chunk } from "./chunk.ts"
import { copyFinder, isSameArticle, type Place, wordingOf } from "./copies.ts"
import type { EmbeddedArticle } from "./embedded-article.ts"
import { type ExampleHead, headScore } from "./example-head.ts"
import { type GateFeatures, gateFeatures } from "./gate-features.ts"
import type { KbProfile } from "./kb-profile.ts"
import { LexicalIndex } from "./lexical-index.ts"
import { NamedFaults } from "./named-faults.ts"
import { pauser } from "./pauser.ts"
import type { Scored } from "./ranking-signs.ts"
import { learnFrom, type Rehearsal } from "./rehearsal.ts"
import type { Hit, Query } from "./retrieval.ts"
import { articleScore } from "./score.ts"
import { terms } from "./terms.ts"
import { VectorIndex } from "./vector-index.ts"

/** Nearest vectors, and best lexical articles, whose articles are scored in full. */
const NEIGHBOURS = 300
const LEXICAL_CANDIDATES = 30
const MAX_CANDIDATES = 80
/** Articles after one that are compared with it, word for word. */
const MOST_COMPARED = 20
/** By how much less a copy's passage may be like the question: it may be cut elsewhere. */
const COPY_SLACK = 0.15

export interface Retrieval {
  /** One an article, best first. */
  hits: Hit[]
  features: GateFeatures
}

interface Ranked extends Scored {
  entry: ArticleEntry
  /** The chunk that is most like the question. */
  nearest: Chunk | undefined
}

/**
 * The articles of one knowledge base in memory: nearest vectors, BM25, and what is learned from both. An article put is
 * found at once; what is learned lags behind until `refresh`.
 */
export class KbIndex {
  readonly #entries = new Map<string, ArticleEntry>()
  readonly #entryAt: (ArticleEntry | undefined)[] = []
  readonly #freeNumbers: number[] = []
  readonly #ownerOfVector: (ArticleEntry | undefined)[] = []
  readonly #ownerOfDocument: (ArticleEntry | undefined)[] = []
  readonly #freeVectors: number[] = []
  readonly #freeDocuments: number[] = []
  /** Articles by what they name: their titles and examples, as words alone. */
  readonly #named = new Map<string, Set<ArticleEntry>>()
  readonly #faults = new NamedFaults()
  readonly #lexical = new LexicalIndex()
  #vectors: VectorIndex | undefined
  #head: ExampleHead | undefined
  #profile: KbProfile | undefined
  #version = 0
  #learnedVersion = 0
  /** Articles with an example that is not their title again. */
  #withExamples = 0

  /** Number of articles. */
  get size(): number {
    return this.#entries.size
  }

  has(articleId: string): boolean {
    return this.#entries.has(articleId)
  }

  /** Whether articles changed since the last `refresh`. */
  get stale(): boolean {
    return this.#version !== this.#learnedVersion
  }

  /** Adds or replaces an article. @throws RangeError if its vectors have another length than those here */
  put(embedded: EmbeddedArticle): void {
    this.remove(embedded.article.id)
    const vectors: KeyedVector[] = []
    const documents: number[] = []
    const { article, chunks } = embedded
    const number = this.#freeNumbers.pop() ?? this.#entryAt.length
    const entry: ArticleEntry = { number, article, chunks, vectors, documents }
    this.#entryAt[number] = entry
    for (const { kind, ordinal, text, vector } of embedded.vectors) {
      this.#vectors ??= new VectorIndex(vector.length)
      const key = take(this.#ownerOfVector, this.#freeVectors, entry)
      this.#vectors.put(key, vector)
      vectors.push({ kind, ordinal, text, key })
    }
    for (const frequencies of articleDocuments(entry)) {
      const document = take(this.#ownerOfDocument, this.#freeDocuments, entry)
      this.#lexical.put(document, frequencies)
      documents.push(document)
    }
    for (const name of namesOf(entry)) {
      const named = this.#named.get(name)
      if (named) named.add(entry)
      else this.#named.set(name, new Set([entry]))
    }
    this.#faults.put(entry)
    this.#entries.set(embedded.article.id, entry)
    if (hasOwnExamples(entry)) this.#withExamples++
    this.#version++
  }

  remove(articleId: string): void {
    const entry = this.#entries.get(articleId)
    if (!entry) return
    for (const { key } of entry.vectors) {
      this.#vectors?.remove(key)
      release(this.#ownerOfVector, this.#freeVectors, key)
    }
    for (const [i, frequencies] of articleDocuments(entry).entries()) {
      const document = entry.documents[i] as number
      this.#lexical.remove(document, frequencies.keys())
      release(this.#ownerOfDocument, this.#freeDocuments, document)
    }
    release(this.#entryAt, this.#freeNumbers, entry.number)
    for (const name of namesOf(entry)) {
      const named = this.#named.get(name)
      named?.delete(entry)
      if (named?.size === 0) this.#named.delete(name)
    }
    this.#faults.remove(entry)
    this.#entries.delete(articleId)
    if (hasOwnExamples(entry)) this.#withExamples--
    this.#version++
  }

  /**
   * Learns anew from the articles: the head over example questions and the profile that the gate's features are
   * measured against. Takes up to some seconds; yields the thread every few milliseconds, so that searches go on.
   */
  async refresh(): Promise<void> {
    const version = this.#version
    const pause = pauser()
    await this.#vectors?.buildGraph(pause)
    const learned = await learnFrom(
      this.#withExamples > 0 ? [...this.#entries.values()] : [...this.#entries.values()].map(withoutExamples),
      (key) => this.#vectors?.get(key) ?? new Float32Array(),
      (rehearsal) => this.#rehearse(rehearsal),
      pause,
    )
    this.#head = learned.head
    this.#profile = learned.profile
    this.#learnedVersion = version
  }

  /** The articles that best match the question, at most `limit`, and what the gate needs to judge the first. */
  search(query: Query, limit = 10): Retrieval {
    const queryTerms = this.#lexical.weighted(terms(query.text))
    const ranked = this.#rank({ query, head: this.#head }, queryTerms)
    const isNamed = this.#putNamedFirst(ranked, query.text)
    const rivals = distinct(ranked)
    const features = gateFeatures(rivals, queryTerms, this.#lexical, this.#profile, isNamed)
    const nearPlace = this.#similarityTo(query.placeVector ?? query.vector)
    const hits = ranked
      .slice(0, limit)
      .map((one) => ({ ...hit(one, query.text, nearPlace), isCopy: !rivals.includes(one) }))
    return { hits, features }
  }

  /** Whether one article, and no other but its copies, has the question among its examples or as its title, word for word, or lists the code that it asks for. */
  isNamed(question: string): boolean {
    return this.#namedBy(question) !== undefined
  }

  #namedBy(question: string): ReadonlySet<ArticleEntry> | undefined {
    const named = this.#named.get(wordsAlone(question)) ?? this.#faults.listing(question)
    const [one, ...others] = named ?? []
    return one && others.every((other) => isSameArticle(one, other)) ? named : undefined
  }

  #rank(
    rehearsal: Omit<Rehearsal, "hiddenArticle">,
    queryTerms = this.#lexical.weighted(terms(rehearsal.query.text)),
  ): Ranked[] {
    const { query, head, hiddenVector } = rehearsal
    const lexical = this.#lexicalScores(queryTerms)
    const similarityOf = this.#similarityTo(query.vector)
    const ranked: Ranked[] = []
    for (const entry of this.#candidates(query, lexical)) {
      const { id } = entry.article
      const { components, nearest } = componentScores(entry, similarityOf, {
        lexical: lexical.of(entry.number),
        head: head && headScore(head, id, query.vector),
        hidden: hiddenVector,
        examples: this.#withExamples > 0,
      })
      ranked.push({ entry, nearest, components, score: articleScore(components) })
    }
    return ranked.sort((a, b) => b.score - a.score)
  }

  /** Rehearsed as if an article were not there, and neither were its copies. */
  #rehearse(rehearsal: Rehearsal): Ranked[] {
    const { hiddenArticle } = rehearsal
    const ranked = this.#rank(rehearsal)
    const hidden = ranked.find(({ entry }) => entry.article.id === hiddenArticle)
    const known = hidden ? withoutCopies(hidden, ranked) : ranked
    return distinct(known)
  }

  /** The one article that has the question among its examples, or as its title, comes first. False where there is none. */
  #putNamedFirst(ranked: Ranked[], question: string): boolean {
    const named = this.#namedBy(question)
    if (!named) return false
    const found = ranked.find(({ entry }) => named.has(entry))
    if (!found) return false
    ranked.splice(ranked.indexOf(found), 1)
    ranked.unshift({ ...found, score: Math.max(found.score, ranked[0]?.score ?? 0) })
    return true
  }

  #similarityTo(vector: Float32Array): SimilarityOf {
    return (key) => this.#vectors?.similarity(key, vector) ?? 0
  }

  #lexicalScores(queryTerms: ReadonlyMap<string, number>): ArticleScores {
    const best = new ArticleScores(this.#entryAt.length)
    this.#lexical.search(queryTerms, (document, score) => {
      const entry = this.#ownerOfDocument[document]
      if (entry) best.raise(entry.number, score)
    })
    return best
  }

  #candidates(query: Query, lexical: ArticleScores): Set<ArticleEntry> {
    if (this.size <= MAX_CANDIDATES) return new Set(this.#entries.values())
    const candidates = new Set<ArticleEntry>()
    for (const number of lexical.highest(LEXICAL_CANDIDATES)) {
      const entry = this.#entryAt[number]
      if (entry) candidates.add(entry)
    }
    for (const key of this.#vectors?.search(query.vector, NEIGHBOURS) ?? []) {
      const entry = this.#ownerOfVector[key]
      if (entry) candidates.add(entry)
      if (candidates.size >= MAX_CANDIDATES) break
    }
    return candidates
  }
}

/** A ranking without what says the same as one before it: that is no rival. */
function distinct(ranked: readonly Ranked[]): Ranked[] {
  const [first] = ranked
  if (!first) return []
  const said = new Set<string>()
  const others = withoutCopies(first, ranked).filter((one, i) => {
    const place = i < MOST_COMPARED ? placeOf(one) : undefined
    if (!place) return true
    const wording = wordingOf(place)
    const isNew = !said.has(wording)
    said.add(wording)
    return isNew
  })
  return [first, ...others]
}

/** The others, but for those that say only what this one says as well. */
function withoutCopies(one: Ranked, ranked: readonly Ranked[]): Ranked[] {
  const place = placeOf(one)
  const isCopy = place && copyFinder(place)
  const least = one.components.chunk - COPY_SLACK
  return ranked.filter((other, i) => {
    if (other === one) return false
    const its = i <= MOST_COMPARED && other.components.chunk >= least ? placeOf(other) : undefined
    return !(its && isCopy?.(its))
  })
}

function placeOf({ entry, nearest }: Ranked): Place | undefined {
  return nearest && { entry, passage: nearest }
}

/**
 * Has it an example that is not its title again, as a row of questions and answers has it? Where no article has one there are
 * none: in a rehearsal a title would always find its example, and beside such hits the gate is too sure of what it is asked.
 */
function hasOwnExamples({ article }: ArticleEntry): boolean {
  const title = wordsAlone(article.title)
  return article.examples?.some((one) => wordsAlone(one) !== title) ?? false
}

function withoutExamples(entry: ArticleEntry): ArticleEntry {
  return { ...entry, vectors: entry.vectors.filter(({ kind }) => kind !== "example") }
}

function namesOf({ article }: ArticleEntry): Set<string> {
  const names = new Set([article.title, ...(article.examples ?? [])].map(wordsAlone))
  names.delete("")
  return names
}

/** Accents and vowel signs count, as they do not for `words`: without them other words of many languages are the same. */
function wordsAlone(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{N}]+/gu, " ")
    .trim()
}

function hit(
  { entry, components, score }: Ranked,
  question: string,
  similarityOf: SimilarityOf,
): Omit<Hit, "isCopy"> {
  const { article, chunks } = entry
  const [passage, ...morePassages] = passages(entry, question, similarityOf)
  return {
    articleId: article.id,
    title: article.title,
    ...(article.url === undefined ? {} : { url: article.url }),
    ...(article.entryType === undefined ? {} : { entryType: article.entryType }),
    passage,
    morePassages,
    chunks,
    score,
    components,
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
