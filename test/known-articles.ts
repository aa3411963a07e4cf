import { afterAll, beforeAll } from "bun:test"
import type { Article } from "../kb/article.ts"
import { embedArticle } from "../kb/embedded-article.ts"
import type { Embedder } from "../kb/embedder.ts"
import { Knowledge } from "../src/knowledge/knowledge.ts"
import { openBundledEmbedder } from "../src/native/bundled-embedder.ts"

/** What a file's answers are made of: partner "p" knows these articles, and the bundled model reads them before the first test. */
export function knowing(articles: readonly Article[]) {
  let embedder: Embedder
  let knowledge: Knowledge
  beforeAll(async () => {
    embedder = await openBundledEmbedder()
    knowledge = await knowledgeOf(articles, embedder)
  })
  afterAll(() => embedder.close())
  return { embedderOf: () => embedder, basesOf: (partnerId: string) => knowledge.of(partnerId) }
}

/** Without a database: one knowledge base of these articles. */
async function knowledgeOf(articles: readonly Article[], embedder: Embedder): Promise<Knowledge> {
  const embedded = await Promise.all(articles.map((article) => embedArticle(article, embedder)))
  const modelId = embedder.id
  const base = { id: "kb-1", partnerId: "p", name: "main", revision: 1, calibration: undefined, modelId }
  return new Knowledge({
    basesOf: async (partnerId) => (partnerId === "p" ? [base] : []),
    baseById: async () => base,
    changesSince: async () => ({ revision: 1, put: all(embedded), removed: [] }),
  })
}

async function* all<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items
}
