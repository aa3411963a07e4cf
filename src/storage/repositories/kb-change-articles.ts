import { createHash } from "node:crypto"
import type { Article } from "../../../kb/article.ts"
import { CHUNKING } from "../../../kb/chunker.ts"
import type { ArticleVector, EmbeddedArticle } from "../../../kb/embedded-article.ts"
import type { Provenance } from "../../core/articles/add-article.ts"
import type { Db } from "../database.ts"
import { vectorToBytes } from "../vector-bytes.ts"
import { nextRevision } from "./knowledge-bases.ts"
import { requireModel } from "./model-claim.ts"

/** Rows an INSERT: SQLite takes at most 32,766 parameters, Postgres 65,535. */
const VECTOR_ROWS = 500
/** For the same reason. */
const IDS_AT_ONCE = 5_000

/**
 * Stores an article with its chunks and vectors in one transaction, in place of what was there.
 *
 * @param provenance where an agent's reply becomes an article
 * @throws {ChatdError} `conflict` where the knowledge base now has vectors of another model
 */
export async function putArticle(
  db: Db,
  kbId: string,
  modelId: string,
  source: string,
  embedded: EmbeddedArticle,
  provenance?: Provenance,
): Promise<void> {
  const { article, chunks, vectors } = embedded
  await db.transaction().execute(async (trx) => {
    const revision = await nextRevision(trx, kbId)
    await requireModel(trx, kbId, modelId)
    const row = {
      source,
      title: article.title,
      body: article.body,
      url: article.url ?? null,
      entry_type: article.entryType ?? null,
      examples: JSON.stringify(article.examples ?? []),
      chunks: JSON.stringify(chunks),
      content_hash: articleHash(article),
      revision,
      updated_at: Date.now(),
      provenance: provenance ? JSON.stringify(provenance) : null,
    }
    await trx
      .insertInto("kb_article")
      .values({ kb_id: kbId, id: article.id, ...row })
      .onConflict((conflict) => conflict.columns(["kb_id", "id"]).doUpdateSet(row))
      .execute()
    await trx
      .deleteFrom("kb_tombstone")
      .where("kb_id", "=", kbId)
      .where("article_id", "=", article.id)
      .execute()
    await trx.deleteFrom("kb_vector").where("kb_id", "=", kbId).where("article_id", "=", article.id).execute()
    await insertVectors(trx, kbId, article.id, vectors)
  })
}

/** Stores the vectors of an article that has none. */
export async function insertVectors(
  db: Db,
  kbId: string,
  articleId: string,
  vectors: readonly ArticleVector[],
): Promise<void> {
  for (let start = 0; start < vectors.length; start += VECTOR_ROWS) {
    const rows = vectors.slice(start, start + VECTOR_ROWS).map(({ kind, ordinal, text, vector }) => ({
      kb_id: kbId,
      article_id: articleId,
      kind,
      ordinal,
      text,
      vector: vectorToBytes(vector),
    }))
    await db.insertInto("kb_vector").values(rows).execute()
  }
}

/** Removes articles; the running server learns of it by their tombstones. Returns those that were there. */
export async function removeArticles(
  db: Db,
  kbId: string,
  ids: readonly string[],
  note?: (trx: Db, removed: readonly string[]) => Promise<void>,
): Promise<string[]> {
  if (ids.length === 0) return []
  return db.transaction().execute(async (trx) => {
    const revision = await nextRevision(trx, kbId)
    const removed: string[] = []
    for (let start = 0; start < ids.length; start += IDS_AT_ONCE)
      removed.push(
        ...(await removeArticlesWithin(trx, kbId, ids.slice(start, start + IDS_AT_ONCE), revision)),
      )
    if (removed.length > 0) await note?.(trx, removed)
    return removed
  })
}

/** Within a transaction that has taken the revision; few at a time. Returns those that were there. */
export async function removeArticlesWithin(
  trx: Db,
  kbId: string,
  ids: readonly string[],
  revision: number,
): Promise<string[]> {
  const gone = await trx
    .deleteFrom("kb_article")
    .where("kb_id", "=", kbId)
    .where("id", "in", [...ids])
    .returning("id")
    .execute()
  if (gone.length === 0) return []
  const removed = gone.map((row) => row.id)
  await trx.deleteFrom("kb_vector").where("kb_id", "=", kbId).where("article_id", "in", removed).execute()
  await trx
    .insertInto("kb_tombstone")
    .values(removed.map((article_id) => ({ kb_id: kbId, article_id, revision })))
    .execute()
  return removed
}

/** Changes with anything that would change what is embedded or shown. */
export function articleHash(article: Article): string {
  const { id, title, body, url, entryType, examples } = article
  const content = JSON.stringify([CHUNKING, id, title, body, url ?? null, entryType ?? null, examples ?? []])
  return createHash("sha256").update(content).digest("hex").slice(0, 32)
}
