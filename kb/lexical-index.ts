import { Spelling } from "./spelling.ts"

/** Okapi BM25 (Robertson & Zaragoza 2009): how fast a repeated term saturates, how much length counts. */
const K1 = 1.2
const B = 0.5

/** What a query term counts if only a near spelling of it, or nothing like it, is known. Measured against 1 and 0. */
const CORRECTED_WEIGHT = 0.8
const UNKNOWN_WEIGHT = 0.5

/** The documents that hold a term. */
interface Posting {
  /** Pairs of a document and how often it holds the term. */
  pairs: Uint32Array
  /** Documents, half the numbers in use. */
  size: number
}

/** In-memory BM25 inverted index over weighted terms. Documents are small integers that the caller hands out. */
export class LexicalIndex {
  readonly #postings = new Map<string, Posting>()
  readonly #spelling = new Spelling()
  #lengths = new Float32Array(64)
  #size = 0
  #totalLength = 0
  #scores = new Float32Array(64)

  /** Number of documents. */
  get size(): number {
    return this.#size
  }

  /** Adds a document that is not there yet. @param frequencies term -> weighted count, an integer above 0 */
  put(document: number, frequencies: ReadonlyMap<string, number>): void {
    this.#grow(document)
    let length = 0
    for (const [term, frequency] of frequencies) {
      length += frequency
      append(this.#postingOf(term), document, frequency)
    }
    this.#lengths[document] = length
    this.#totalLength += length
    this.#size++
  }

  /** Removes a document. @param terms those it was put with: kept here, they would be a third of the index */
  remove(document: number, terms: Iterable<string>): void {
    for (const term of terms) {
      const posting = this.#postings.get(term)
      if (posting && drop(posting, document) === 0) {
        this.#postings.delete(term)
        this.#spelling.delete(term)
      }
    }
    this.#totalLength -= this.#lengths[document] ?? 0
    this.#size--
  }

  has(term: string): boolean {
    return this.#postings.has(term)
  }

  /** A question's terms with weights: known ones count 1, misspelt ones as the word they are closest to. */
  weighted(terms: readonly string[]): Map<string, number> {
    const query = new Map<string, number>()
    for (const term of terms) {
      if (this.has(term)) query.set(term, 1)
      else {
        const corrected = this.#spelling.correction(term)
        const weight = corrected === undefined ? UNKNOWN_WEIGHT : CORRECTED_WEIGHT
        const meant = corrected ?? term
        query.set(meant, Math.max(weight, query.get(meant) ?? 0))
      }
    }
    return query
  }

  /** Inverse document frequency in nats, above 0; of an unknown term the largest there is. */
  idf(term: string): number {
    const df = this.#postings.get(term)?.size ?? 0
    return Math.log(1 + (this.size - df + 0.5) / (df + 0.5))
  }

  /**
   * BM25 of every document that shares a term with the query, divided by what a document holding each of the query's
   * terms without end would score: 0 to 1.
   *
   * @param query term -> weight; a term of weight 0 adds to neither side
   * @param found told of each such document once
   */
  search(query: ReadonlyMap<string, number>, found: (document: number, score: number) => void): void {
    const touched: number[] = []
    const scores = this.#scores
    const lengths = this.#lengths
    const mean = this.#totalLength / Math.max(1, this.size)
    let attainable = 0
    for (const [term, weight] of query) {
      const gain = weight * this.idf(term)
      attainable += gain * (K1 + 1)
      const posting = this.#postings.get(term)
      if (!posting) continue
      const { pairs, size } = posting
      for (let i = 0; i < 2 * size; i += 2) {
        const document = pairs[i] as number
        const frequency = pairs[i + 1] as number
        const norm = K1 * (1 - B + (B * (lengths[document] as number)) / mean)
        if (scores[document] === 0) touched.push(document)
        scores[document] = (scores[document] as number) + (gain * frequency * (K1 + 1)) / (frequency + norm)
      }
    }
    for (const document of touched) {
      found(document, (scores[document] as number) / attainable)
      scores[document] = 0
    }
  }

  #postingOf(term: string): Posting {
    let posting = this.#postings.get(term)
    if (!posting) {
      posting = { pairs: new Uint32Array(2), size: 0 }
      this.#postings.set(term, posting)
      this.#spelling.add(term)
    }
    return posting
  }

  #grow(document: number): void {
    if (document < this.#lengths.length) return
    const capacity = Math.max(document + 1, this.#lengths.length * 2)
    this.#lengths = widened(this.#lengths, capacity)
    this.#scores = widened(this.#scores, capacity)
  }
}

function append(posting: Posting, document: number, frequency: number): void {
  const at = 2 * posting.size++
  if (at === posting.pairs.length) {
    const wider = new Uint32Array(at * 2)
    wider.set(posting.pairs)
    posting.pairs = wider
  }
  posting.pairs[at] = document
  posting.pairs[at + 1] = frequency
}

/** Removes a document by moving the last entry into its place; returns the new size. */
function drop(posting: Posting, document: number): number {
  const { pairs } = posting
  for (let at = 0; at < 2 * posting.size; at += 2) {
    if (pairs[at] !== document) continue
    posting.size--
    pairs.copyWithin(at, 2 * posting.size, 2 * posting.size + 2)
    break
  }
  return posting.size
}

function widened(array: Float32Array, capacity: number): Float32Array<ArrayBuffer> {
  const wider = new Float32Array(capacity)
  wider.set(array)
  return wider
}
