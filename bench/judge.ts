import { embedArticle } from "../kb/embedded-article.ts"
import type { Embedder } from "../kb/embedder.ts"
import { isCorrect } from "../kb/eval.ts"
import { KbIndex } from "../kb/kb-index.ts"
import type { Labelled } from "../kb/tune.ts"
import { type QuestionSet, readQuestionSet } from "./question-sets.ts"

/** A question after retrieval, before the gate. */
export interface Asked extends Labelled {
  gold: string[]
  ranked: string[]
  split: "dev" | "test"
  latencyMs: number
}

export interface AskedSet {
  name: string
  articles: number
  chunks: number
  /** Time to learn the head and the profile. */
  learnMs: number
  asked: Asked[]
}

/** Puts a set's articles into an index of its own and asks it every question. */
export async function askSet(root: string, name: string, embedder: Embedder): Promise<AskedSet> {
  const set = readQuestionSet(root, name)
  const { index, chunks, learnMs } = await ingest(set, embedder)
  const vectors = await embedder.embed(set.questions.map((question) => question.text))
  const asked = set.questions.map(({ text, gold, split }, i): Asked => {
    const start = performance.now()
    const { hits, features } = index.search({ text, vector: vectors[i] ?? new Float32Array() })
    const latencyMs = performance.now() - start
    const ranked = hits.map((hit) => hit.articleId)
    return { gold, ranked, split, features, latencyMs, correct: isCorrect({ gold, ranked }) }
  })
  return { name, articles: index.size, chunks, learnMs, asked }
}

async function ingest(set: QuestionSet, embedder: Embedder) {
  const index = new KbIndex()
  let chunks = 0
  for (const article of set.articles) {
    const embedded = await embedArticle(article, embedder)
    chunks += embedded.chunks.length
    index.put(embedded)
  }
  const start = performance.now()
  await index.refresh()
  return { index, chunks, learnMs: performance.now() - start }
}
