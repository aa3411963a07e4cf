import type { EmbeddedArticle } from "../../../kb/embedded-article.ts"
import type { KnowledgeBase } from "../../knowledge/knowledge-store.ts"
import type { Db } from "../database.ts"
import { insertVectors } from "./kb-change-articles.ts"
import { nextRevision } from "./knowledge-bases.ts"

/** See `ReembedStore.swapModel`. The chunks change with the model too: its window may be another. */
export async function swapModel(
  db: Db,
  base: KnowledgeBase,
  modelId: string,
  articles: readonly EmbeddedArticle[],
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const revision = await nextRevision(trx, base.id)
    const row = await trx
      .selectFrom("kb")
      .select("model_id")
      .where("id", "=", base.id)
      .executeTakeFirstOrThrow()
    // Taking a number has changed nothing that a reader would see: the next try finds no changes after it.
    if (revision !== base.revision + 1 || (row.model_id ?? undefined) !== base.modelId) return false
    await trx.updateTable("kb").set({ model_id: modelId }).where("id", "=", base.id).execute()
    await trx.deleteFrom("kb_vector").where("kb_id", "=", base.id).execute()
    for (const { article, chunks, vectors } of articles) {
      await trx
        .updateTable("kb_article")
        .set({ chunks: JSON.stringify(chunks), revision })
        .where("kb_id", "=", base.id)
        .where("id", "=", article.id)
        .execute()
      await insertVectors(trx, base.id, article.id, vectors)
    }
    return true
  })
}
