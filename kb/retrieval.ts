import type { Chunk } from "./chunk.ts"

/** How well an article matches a question, by each way of looking. Cosines are -1..1, shares 0..1. */
export interface ComponentScores {
  /** Best cosine over the article's chunks ("title - section" prefix included). */
  chunk: number
  title: number
  /** Best cosine over "title - heading"; the title's where there are no headings. */
  heading: number
  /** Best cosine over the example questions; absent without examples. */
  example: number | undefined
  /** Mean cosine of the three nearest example questions; absent without examples. */
  examples: number | undefined
  /** What the head learned from all examples says, about as large as a cosine; absent until it is fitted. */
  head: number | undefined
  /** BM25 of the best passage as a share of what the question could attain. */
  lexical: number
}

export interface Passage extends Chunk {
  /** Cosine with the question. */
  similarity: number
  /** The question's cosine with "title - heading" of its section, or with the title where there is no heading. */
  headingSimilarity: number
}

/** One article found for a question. */
export interface Hit {
  articleId: string
  title: string
  url?: string
  entryType?: string
  /** The best chunk. Absent for an article without a body. */
  passage: Passage | undefined
  /** Further good chunks of the same article, best first. */
  morePassages: Passage[]
  /** All of the article, in its order: what stands around a passage. */
  chunks: readonly Chunk[]
  /** What hits are ranked by; comparable within one question. */
  score: number
  components: ComponentScores
  /** Its best passage says only what that of a better hit says as well, word for word: the same document, found twice. */
  isCopy: boolean
}

/** A question as the index takes it. */
export interface Query {
  text: string
  /** Its embedding, by the embedder that embedded the articles. */
  vector: Float32Array
  /** What an article's passages are compared with, where that is something else: a follow-up asks for another place. */
  placeVector?: Float32Array | undefined
}
