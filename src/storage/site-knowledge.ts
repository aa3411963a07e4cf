import { embedArticle } from "../../kb/embedded-article.ts"
import type { Embedder } from "../../kb/embedder.ts"
import { aboutArticle, aboutArticleId, type SaidOfSite } from "../knowledge/about-article.ts"
import { ABOUT_BASE, DEFAULT_BASE } from "../knowledge/default-base.ts"
import type { IngestStore } from "../knowledge/ingest-store.ts"
import type { Db } from "./database.ts"
import { ingestStore } from "./ingest-store.ts"
import { articleById, articlesOfSource, listArticles } from "./repositories/kb-articles.ts"
import { putArticle, removeArticles } from "./repositories/kb-change-articles.ts"
import { removeSource, sourcesOf } from "./repositories/kb-sources.ts"
import { baseByName, ensureBase } from "./repositories/knowledge-bases.ts"
import { claimModel } from "./repositories/model-claim.ts"

/** Gives the embedder of that model, where it is at hand. */
type EmbedderOf = (modelId: string) => Embedder | undefined

/** Where a partner's sites are read into; undefined while it is embedded with a model that is not at hand. */
export async function siteStore(
  db: Db,
  partnerId: string,
  current: Embedder,
  embedderOf: EmbedderOf,
): Promise<{ store: IngestStore; embedder: Embedder } | undefined> {
  const base = await ensureBase(db, partnerId, DEFAULT_BASE)
  // While another model takes over, pages go on being embedded with the one that serves.
  const embedder = embedderOf(await claimModel(db, base.id, current.id))
  return embedder && { store: ingestStore(db, base.id, embedder.id), embedder }
}

/** Removes everything that was read from a site. */
export async function removePages(db: Db, partnerId: string, root: string): Promise<number> {
  const base = await baseByName(db, partnerId, DEFAULT_BASE)
  if (!base) return 0
  const sources = [...(await sourcesOf(db, base.id)).values()].filter((source) => source.root === root)
  let removed = 0
  for (const { name } of sources) {
    const ids = [...(await articlesOfSource(db, base.id, name)).keys()]
    removed += (await removeArticles(db, base.id, ids)).length
    await removeSource(db, base.id, name)
  }
  return removed
}

export interface Description extends SaidOfSite {
  partnerId: string
  /** Descriptions that a partner has at most. */
  most: number
}

/**
 * Keeps what a site is said to be as an article of its own, in a knowledge base of its own: no document gives way to it.
 *
 * @returns whether anything is new
 */
export async function keepDescription(
  db: Db,
  { partnerId, host, text, most }: Description,
  current: Embedder,
  embedderOf: EmbedderOf,
): Promise<boolean> {
  const base = await ensureBase(db, partnerId, ABOUT_BASE)
  const id = aboutArticleId(host)
  const there = await articleById(db, base.id, id)
  if (there?.article.body === text) return false
  if (!there && (await listArticles(db, base.id)).length >= most) return false
  const embedder = embedderOf(await claimModel(db, base.id, current.id))
  if (!embedder) return false
  const article = await embedArticle(aboutArticle({ host, text }), embedder)
  await putArticle(db, base.id, embedder.id, id, article)
  return true
}

export async function removeDescription(db: Db, partnerId: string, host: string): Promise<void> {
  const base = await baseByName(db, partnerId, ABOUT_BASE)
  if (base) await removeArticles(db, base.id, [aboutArticleId(host)])
}
