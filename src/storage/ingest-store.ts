import type { IngestStore } from "../knowledge/ingest-store.ts"
import type { Db } from "./database.ts"
import { articlesOfSource, knownVectors, ownersOfArticles } from "./repositories/kb-articles.ts"
import { articleHash, putArticle, removeArticles } from "./repositories/kb-change-articles.ts"
import { putSource, removeSource, sourcesOf } from "./repositories/kb-sources.ts"

/** One knowledge base of the database, as ingest writes it with vectors of one model. */
export function ingestStore(db: Db, kbId: string, modelId: string): IngestStore {
  return {
    sources: () => sourcesOf(db, kbId),
    articlesOf: (source) => articlesOfSource(db, kbId, source),
    ownersOf: (articleIds) => ownersOfArticles(db, kbId, articleIds),
    hashOf: articleHash,
    knownVectors: (articleId) => knownVectors(db, kbId, articleId),
    putArticle: (source, article) => putArticle(db, kbId, modelId, source, article),
    removeArticles: (ids) => removeArticles(db, kbId, ids),
    putSource: (source) => putSource(db, kbId, source),
    removeSource: (name) => removeSource(db, kbId, name),
  }
}
