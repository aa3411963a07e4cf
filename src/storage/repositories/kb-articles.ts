import type { Selectable } from "kysely"
import type { Article } from "../../../kb/article.ts"
import type { EmbeddedArticle, VectorKind } from "../../../kb/embedded-article.ts"
import type { Provenance } from "../../core/articles/add-article.ts"
import type { KnowledgeChanges } from "../../knowledge/knowledge-store.ts"
import type { Db } from "../database.ts"
import type { KbArticleTable, KbVectorTable } from "../schema.ts"
import { bytesToVector } from "../vector-bytes.ts"

const PAGE = 50
/** SQLite takes at most 32,766 parameters in a statement, Postgres 65,535. */
const IDS_AT_ONCE = 5_000

export interface ArticleListing {
  id: string
  source: string
  title: string
  url: string | undefined
  updatedAt: Date
}

export async function listArticles(db: Db, kbId: string): Promise<ArticleListing[]> {
  const rows = await db
    .selectFrom("kb_article")
    .select(["id", "source", "title", "url", "updated_at"])
    .where("kb_id", "=", kbId)
    .orderBy("source")
    .orderBy("id")
    .execute()
  return rows.map((row) => ({
    id: row.id,
    source: row.source,
    title: row.title,
    url: row.url ?? undefined,
    updatedAt: new Date(row.updated_at),
  }))
}

export async function articleById(db: Db, kbId: string, id: string): Promise<EmbeddedArticle | undefined> {
  const row = await db
    .selectFrom("kb_article")
    .selectAll()
    .where("kb_id", "=", kbId)
    .where("id", "=", id)
    .executeTakeFirst()
  return row && (await withVectors(db, kbId, [row]))[0]
}

/** What an article was made of, where an agent's reply became it. */
export async function provenanceOf(db: Db, kbId: string, id: string): Promise<Provenance | undefined> {
  const row = await db
    .selectFrom("kb_article")
    .select("provenance")
    .where("kb_id", "=", kbId)
    .where("id", "=", id)
    .executeTakeFirst()
  return row?.provenance ? JSON.parse(row.provenance) : undefined
}

/** Every article that an agent's reply became. */
export async function repliesAmong(db: Db, kbId: string): Promise<Article[]> {
  const rows = await db
    .selectFrom("kb_article")
    .selectAll()
    .where("kb_id", "=", kbId)
    .where("provenance", "is not", null)
    .orderBy("id")
    .execute()
  return rows.map(articleOf)
}

/** Ids and content hashes of the articles that came from a source. */
export async function articlesOfSource(db: Db, kbId: string, source: string): Promise<Map<string, string>> {
  const rows = await db
    .selectFrom("kb_article")
    .select(["id", "content_hash"])
    .where("kb_id", "=", kbId)
    .where("source", "=", source)
    .execute()
  return new Map(rows.map((row) => [row.id, row.content_hash]))
}

/** The sources that articles came from, by the articles' ids; of those that are there. */
export async function ownersOfArticles(
  db: Db,
  kbId: string,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const owners = new Map<string, string>()
  for (let start = 0; start < ids.length; start += IDS_AT_ONCE) {
    const rows = await db
      .selectFrom("kb_article")
      .select(["id", "source"])
      .where("kb_id", "=", kbId)
      .where("id", "in", ids.slice(start, start + IDS_AT_ONCE))
      .execute()
    for (const { id, source } of rows) owners.set(id, source)
  }
  return owners
}

/** Vectors that an article has already, by the text embedded. */
export async function knownVectors(
  db: Db,
  kbId: string,
  articleId: string,
): Promise<Map<string, Float32Array>> {
  const rows = await db
    .selectFrom("kb_vector")
    .select(["text", "vector"])
    .where("kb_id", "=", kbId)
    .where("article_id", "=", articleId)
    .execute()
  return new Map(rows.map((row) => [row.text, bytesToVector(row.vector)]))
}

/** Articles put and removed after a revision; -1 gives all there is. */
export async function changesSince(db: Db, kbId: string, revision: number): Promise<KnowledgeChanges> {
  const now = await db.selectFrom("kb").select("revision").where("id", "=", kbId).executeTakeFirst()
  const removed = await db
    .selectFrom("kb_tombstone")
    .select("article_id")
    .where("kb_id", "=", kbId)
    .where("revision", ">", revision)
    .execute()
  return {
    revision: now?.revision ?? revision,
    put: articlesAfter(db, kbId, revision),
    removed: removed.map((row) => row.article_id),
  }
}

async function* articlesAfter(db: Db, kbId: string, revision: number): AsyncGenerator<EmbeddedArticle> {
  let after = ""
  for (;;) {
    const rows = await db
      .selectFrom("kb_article")
      .selectAll()
      .where("kb_id", "=", kbId)
      .where("revision", ">", revision)
      .where("id", ">", after)
      .orderBy("id")
      .limit(PAGE)
      .execute()
    yield* await withVectors(db, kbId, rows, { chunkTexts: false })
    const last = rows.at(-1)
    if (!last || rows.length < PAGE) return
    after = last.id
  }
}

async function withVectors(
  db: Db,
  kbId: string,
  rows: Selectable<KbArticleTable>[],
  { chunkTexts = true } = {},
): Promise<EmbeddedArticle[]> {
  if (rows.length === 0) return []
  const ids = rows.map((row) => row.id)
  const vectors = await db
    .selectFrom("kb_vector")
    .select(["article_id", "kind", "ordinal", "vector"])
    .select((eb) =>
      chunkTexts
        ? eb.ref("text").as("text")
        : eb.case().when("kind", "=", "chunk").then("").else(eb.ref("text")).end().as("text"),
    )
    .where("kb_id", "=", kbId)
    .where("article_id", "in", ids)
    .orderBy("article_id")
    .orderBy("kind")
    .orderBy("ordinal")
    .execute()
  const byArticle = Map.groupBy(vectors, (vector) => vector.article_id)
  return rows.map((row) => ({
    article: articleOf(row),
    chunks: JSON.parse(row.chunks),
    vectors: (byArticle.get(row.id) ?? []).map(articleVector),
  }))
}

function articleVector(row: Pick<Selectable<KbVectorTable>, "kind" | "ordinal" | "text" | "vector">) {
  return {
    kind: row.kind as VectorKind,
    ordinal: row.ordinal,
    text: row.text,
    vector: bytesToVector(row.vector),
  }
}

function articleOf(row: Selectable<KbArticleTable>): Article {
  return {
    id: row.id,
    title: row.title,
    body: row.body,
    examples: JSON.parse(row.examples),
    ...(row.url && { url: row.url }),
    ...(row.entry_type && { entryType: row.entry_type }),
  }
}

/** A question that each of a partner's articles is known to answer, spread over the articles, at most `limit`. */
export async function exampleQuestions(db: Db, partnerId: string, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom("kb_article")
    .innerJoin("kb", "kb.id", "kb_article.kb_id")
    .select("kb_article.examples")
    .where("kb.partner_id", "=", partnerId)
    .where("kb_article.examples", "!=", "[]")
    .orderBy("kb_article.id")
    .limit(300)
    .execute()
  const step = Math.max(1, rows.length / limit)
  const picked = Array.from({ length: limit }, (_, i) => rows[Math.floor((i + 0.9) * step)])
  return picked.flatMap((row) => (JSON.parse(row?.examples ?? "[]") as string[]).slice(0, 1))
}
