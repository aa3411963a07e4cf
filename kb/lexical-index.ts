import { Spelling } from "./spelling.ts"

/** Okapi BM25 (Robertson & Zaragoza 2009): how fast a repeated term saturates, how much length counts. */
const K1 = 1.2
const B = 0.5

/** What a query term counts if only a near spelling of it, or nothing like it, is known. Measured against 1 and 0. */
const CORRECTED_WEIGHT = 0.8
const UNKNOWN_WEIGHT = 0.5

interface Posting {
  term: string
  documents: Uint32Array
  frequencies: Float32Array
  size: number
}

/** In-memory BM25 inverted index over weighted terms. Documents are small integers that the caller hands out. */
export class LexicalIndex {
  readonly #postings = new Map<string, Posting>()
  readonly #spelling = new Spelling()
  readonly #terms = new Map<number, readonly string[]>()
  #lengths = new Float32Array(64)
  #totalLength = 0
  #scores = new Float32Array(64)

  get size(): number {
    return this.#terms.size
  }

  /** Adds or replaces a document. @param frequencies term -> weighted count, above 0 */
  put(document: number, frequencies: ReadonlyMap<string, number>): void {
    this.remove(document)
    this.#grow(document)
    let length = 0
    for (const [term, frequency] of frequencies) {
      length += frequency
      append(this.#postingOf(term), document, frequency)
    }
    this.#lengths[document] = length
    this.#totalLength += length
    this.#terms.set(document, [...frequencies.keys()])
  }

  remove(document: number): void {
    const terms = this.#terms.get(document)
    if (!terms) return
    for (const term of terms) {
      const posting = this.#postings.get(term)
      if (posting && drop(posting, document) === 0) {
        this.#postings.delete(term)
        this.#spelling.delete(term)
      }
    }
    this.#totalLength -= this.#lengths[document] ?? 0
    this.#terms.delete(document)
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

  /** The terms of one document. */
  termsOf(document: number): readonly string[] {
    return this.#terms.get(document) ?? []
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
   */
  search(query: ReadonlyMap<string, number>): { document: number; score: number }[] {
    const touched: number[] = []
    const scores = this.#scores
    const mean = this.#totalLength / Math.max(1, this.size)
    let attainable = 0
    for (const [term, weight] of query) {
      const gain = weight * this.idf(term)
      attainable += gain * (K1 + 1)
      const posting = this.#postings.get(term)
      if (!posting) continue
      for (let i = 0; i < posting.size; i++) {
        const document = posting.documents[i] ?? 0
        const frequency = posting.frequencies[i] ?? 0
        const norm = K1 * (1 - B + (B * (this.#lengths[document] ?? 0)) / mean)
        if (scores[document] === 0) touched.push(document)
        scores[document] = (scores[document] ?? 0) + (gain * frequency * (K1 + 1)) / (frequency + norm)
      }
    }
    return touched.map((document) => {
      const score = (scores[document] ?? 0) / attainable
      scores[document] = 0
      return { document, score }
    })
  }

  #postingOf(term: string): Posting {
    let posting = this.#postings.get(term)
    if (!posting) {
      posting = { term, documents: new Uint32Array(2), frequencies: new Float32Array(2), size: 0 }
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
  if (posting.size === posting.documents.length) {
    const documents = new Uint32Array(posting.size * 2)
    documents.set(posting.documents)
    posting.documents = documents
    posting.frequencies = widened(posting.frequencies, posting.size * 2)
  }
  posting.documents[posting.size] = document
  posting.frequencies[posting.size] = frequency
  posting.size++
}

/** Removes a document by moving the last entry into its place; returns the new size. */
function drop(posting: Posting, document: number): number {
  const at = posting.documents.subarray(0, posting.size).indexOf(document)
  if (at < 0) return posting.size
  posting.size--
  posting.documents[at] = posting.documents[posting.size] ?? 0
  posting.frequencies[at] = posting.frequencies[posting.size] ?? 0
  return posting.size
}

function widened(array: Float32Array, capacity: number): Float32Array<ArrayBuffer> {
  const wider = new Float32Array(capacity)
  wider.set(array)
  return wider
}
