import type { ArticleEntry, KeyedVector } from "./article-entry.ts"
import type { VectorKind } from "./embedded-article.ts"
import { type ExampleHead, fitExampleHead, type HeadItem } from "./example-head.ts"
import { type KbProfile, kbProfile } from "./kb-profile.ts"
import { type RankingSigns, rankingSigns, type Scored } from "./ranking-signs.ts"
import type { Query } from "./retrieval.ts"

/** A search in which the index pretends not to know something. */
export interface Rehearsal {
  query: Query
  head: ExampleHead | undefined
  hiddenArticle?: string
  /** Its key. */
  hiddenVector?: number
}

export interface Learned {
  head: ExampleHead | undefined
  profile: KbProfile | undefined
}

/** Questions rehearsed at most: enough for a mean and a deviation, a second of work at 10,000 chunks. */
const MAX_REHEARSED = 300

/** Reads the vector of a key. */
type VectorOf = (key: number) => Float32Array

/** Fits the head over all examples, then rehearses with heads that have not seen the question rehearsed. */
export async function learnFrom(
  articles: readonly ArticleEntry[],
  vectorOf: VectorOf,
  rank: (rehearsal: Rehearsal) => readonly Scored[],
  pause: () => Promise<void>,
): Promise<Learned> {
  // Read before the first pause, after which articles may be gone and their keys another's.
  const questions = sample(articles, vectorOf)
  const items = headItems(articles, vectorOf)
  if (items.length === 0) return { head: undefined, profile: await rehearse(questions, rank, pause) }
  const head = await fitExampleHead(items, pause)
  const halves = [0, 1].map((half) => items.filter((_, i) => i % 2 === half))
  const heads = await Promise.all(halves.map((half) => fitExampleHead(half, pause)))
  const seenBy = new Map(items.map((item, i) => [item.key, i % 2]))
  const unseen = (key: number) => heads[seenBy.get(key) === 0 ? 1 : 0]
  return { head, profile: await rehearse(questions, rank, pause, unseen) }
}

/** Chunks that stand in for an article's missing examples. */
const STAND_IN_CHUNKS = 2

interface Rehearsed extends KeyedVector {
  articleId: string
  vector: Float32Array
}

interface KeyedItem extends HeadItem {
  key: number
}

async function rehearse(
  questions: readonly Rehearsed[],
  rank: (rehearsal: Rehearsal) => readonly Scored[],
  pause: () => Promise<void>,
  headFor: (key: number) => ExampleHead | undefined = () => undefined,
): Promise<KbProfile | undefined> {
  const nearMisses: RankingSigns[] = []
  const hits: RankingSigns[] = []
  for (const { articleId, kind, text, key, vector } of questions) {
    const asked = { query: { text, vector }, head: headFor(key) }
    collect(nearMisses, rank({ ...asked, hiddenArticle: articleId }))
    if (kind === "example") collect(hits, rank({ ...asked, hiddenVector: key }))
    await pause()
  }
  return kbProfile(nearMisses, hits)
}

function collect(into: RankingSigns[], ranked: readonly Scored[]): void {
  const signs = rankingSigns(ranked)
  if (signs) into.push(signs)
}

/**
 * Title and examples of each article. Where some articles have examples, those without take part by their title and
 * first chunks: else the others would win every question.
 */
function headItems(articles: readonly ArticleEntry[], vectorOf: VectorOf): KeyedItem[] {
  if (!articles.some(hasExamples)) return []
  return articles.flatMap((one) =>
    one.vectors
      .filter(({ kind, ordinal }) => {
        if (kind === "title" || kind === "example") return true
        return kind === "chunk" && ordinal < STAND_IN_CHUNKS && !hasExamples(one)
      })
      .map(({ key }) => ({ articleId: one.article.id, key, vector: vectorOf(key) })),
  )
}

function hasExamples({ vectors }: ArticleEntry): boolean {
  return vectors.some(({ kind }) => kind === "example")
}

/** Evenly spread over the articles: examples if there are any, else titles and headings. */
function sample(articles: readonly ArticleEntry[], vectorOf: VectorOf): Rehearsed[] {
  const kinds: VectorKind[] = articles.some(hasExamples) ? ["example"] : ["title", "heading"]
  const all = articles.flatMap(({ article, vectors }) =>
    vectors
      .filter(({ kind }) => kinds.includes(kind))
      .map((vector) => ({ ...vector, articleId: article.id })),
  )
  const stride = Math.max(1, all.length / MAX_REHEARSED)
  const asked = Array.from(
    { length: Math.min(all.length, MAX_REHEARSED) },
    (_, i) => all[Math.floor(i * stride)],
  )
  return asked.flatMap((one) => (one ? [{ ...one, vector: vectorOf(one.key) }] : []))
}
