import type { Article } from "./article.ts"
import type { Chunk } from "./chunk.ts"
import { passagePrefix } from "./chunker.ts"
import type { ArticleVector, VectorKind } from "./embedded-article.ts"
import { holdingMost, namedCodes } from "./named-codes.ts"
import type { ComponentScores, Passage } from "./retrieval.ts"
import { terms } from "./terms.ts"

/** An article as the index holds it: with the keys that it was given in the vector and the lexical index. */
export interface ArticleEntry {
  /** A small integer, its own while it is in the index. */
  number: number
  article: Article
  chunks: readonly Chunk[]
  vectors: readonly KeyedVector[]
  documents: readonly number[]
}

/** One embedded text of an article; the vector index holds the vector. */
export interface KeyedVector extends Omit<ArticleVector, "vector"> {
  key: number
}

/** Cosine of the question and the vector of a key. */
export type SimilarityOf = (key: number) => number

/** How often a title's or heading's word counts, against once in running text. */
const TITLE_WEIGHT = 2
/** Further passages shown beside the best. */
const MORE_PASSAGES = 2
const NEAREST_EXAMPLES = 3

/** The article's lexical documents as term -> weighted count: one a chunk, and one of its title and examples. */
export function articleDocuments({
  article,
  chunks,
}: Pick<ArticleEntry, "article" | "chunks">): Map<string, number>[] {
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

/**
 * How well an article matches, and the chunk that does best.
 *
 * @param rest `hidden`: key of a vector of the article to leave out, when the index rehearses with it; `examples`: whether they count
 */
export function componentScores(
  { vectors, chunks }: Pick<ArticleEntry, "vectors" | "chunks">,
  similarityOf: SimilarityOf,
  rest: { lexical: number; head: number | undefined; hidden?: number | undefined; examples: boolean },
): { components: ComponentScores; nearest: Chunk | undefined } {
  const best: Partial<Record<VectorKind, number>> = {}
  const examples: number[] = []
  let nearest: Chunk | undefined
  for (const { kind, key, ordinal } of vectors) {
    if (key === rest.hidden || (kind === "example" && !rest.examples)) continue
    const similarity = similarityOf(key)
    if (similarity > (best[kind] ?? -1)) {
      best[kind] = similarity
      if (kind === "chunk") nearest = chunks[ordinal]
    }
    if (kind === "example") examples.push(similarity)
  }
  const title = best.title ?? best.chunk ?? best.example ?? 0
  const components = {
    chunk: best.chunk ?? title,
    title,
    heading: best.heading ?? title,
    example: best.example,
    examples: meanOfNearest(examples),
    head: rest.head,
    lexical: rest.lexical,
  }
  return { components, nearest }
}

/** Of fewer than three, the farthest stands in for those that are missing. */
function meanOfNearest(similarities: number[]): number | undefined {
  const sorted = similarities.sort((a, b) => b - a)
  const last = sorted.at(Math.min(sorted.length, NEAREST_EXAMPLES) - 1)
  if (last === undefined) return undefined
  let sum = 0
  for (let i = 0; i < NEAREST_EXAMPLES; i++) sum += sorted[i] ?? last
  return sum / NEAREST_EXAMPLES
}

/** The article's best chunks for a question, best first: of those that hold a code that it names, where there are any. */
export function passages(
  { article, chunks, vectors }: ArticleEntry,
  question: string,
  similarityOf: SimilarityOf,
): Passage[] {
  const scored = vectors.flatMap(({ kind, ordinal, key }) => {
    const chunk = kind === "chunk" ? chunks[ordinal] : undefined
    return chunk ? [{ ...chunk, similarity: similarityOf(key) }] : []
  })
  const named = holdingMost(namedCodes(question), scored, ({ section, text }) =>
    [...section, text].join("\n"),
  )
  const best = named.sort((a, b) => b.similarity - a.similarity).slice(0, 1 + MORE_PASSAGES)
  return best.map((passage) => {
    const [kind, text] = headingVector(article.title, passage.section)
    const heading = vectors.find((vector) => vector.kind === kind && vector.text === text)
    return { ...passage, headingSimilarity: heading ? similarityOf(heading.key) : passage.similarity }
  })
}

/** What was embedded for the heading that stands nearest above a passage. */
function headingVector(title: string, section: readonly string[]): [VectorKind, string] {
  return section.length > 0 ? ["heading", passagePrefix(title, section)] : ["title", title.trim()]
}
