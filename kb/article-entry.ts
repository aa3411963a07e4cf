import type { EmbeddedArticle, VectorKind } from "./embedded-article.ts"
import { dot } from "./linear-algebra.ts"
import type { ComponentScores, Passage } from "./retrieval.ts"
import { terms } from "./terms.ts"

/** An article as the index holds it: the keys it was given in the vector and the lexical index. */
export interface ArticleEntry {
  embedded: EmbeddedArticle
  vectorKeys: number[]
  documents: number[]
}

/** How often a title's or heading's word counts, against once in running text. */
const TITLE_WEIGHT = 2
/** Further passages shown beside the best. */
const MORE_PASSAGES = 2

/** The article's lexical documents as term -> weighted count: one a chunk, and one of its title and examples. */
export function articleDocuments({ article, chunks }: EmbeddedArticle): Map<string, number>[] {
  const documents = chunks.map((chunk) => {
    const counts = counted(chunk.text, 1)
    for (const heading of [article.title, ...chunk.section]) counted(heading, TITLE_WEIGHT, counts)
    return counts
  })
  const asked = counted(article.title, TITLE_WEIGHT)
  for (const example of article.examples ?? []) counted(example, 1, asked)
  if (asked.size > 0 && ((article.examples?.length ?? 0) > 0 || chunks.length === 0)) documents.push(asked)
  return documents
}

function counted(text: string, weight: number, counts = new Map<string, number>()): Map<string, number> {
  for (const term of terms(text)) counts.set(term, (counts.get(term) ?? 0) + weight)
  return counts
}

export function componentScores(entry: ArticleEntry, query: Float32Array, lexical: number): ComponentScores {
  const best: Record<VectorKind, number> = { chunk: -1, title: -1, heading: -1, example: -1 }
  const examples: number[] = []
  for (const { kind, vector } of entry.embedded.vectors) {
    const similarity = dot(vector, query)
    if (similarity > best[kind]) best[kind] = similarity
    if (kind === "example") examples.push(similarity)
  }
  const nearest = examples.sort((a, b) => b - a).slice(0, 3)
  const title = best.title > -1 ? best.title : best.chunk
  return {
    chunk: best.chunk > -1 ? best.chunk : title,
    title,
    heading: best.heading > -1 ? best.heading : title,
    example: nearest[0],
    examples:
      nearest.length > 0 ? nearest.reduce((total, one) => total + one, 0) / nearest.length : undefined,
    lexical,
  }
}

/** The article's best chunks for a question, best first. */
export function passages(entry: ArticleEntry, query: Float32Array): Passage[] {
  const { chunks, vectors } = entry.embedded
  const scored = vectors.flatMap(({ kind, ordinal, vector }) => {
    const chunk = kind === "chunk" ? chunks[ordinal] : undefined
    return chunk ? [{ ...chunk, similarity: dot(vector, query) }] : []
  })
  return scored.sort((a, b) => b.similarity - a.similarity).slice(0, 1 + MORE_PASSAGES)
}
