import type { AnswerDependencies } from "./answers/asking.ts"
import { Insights } from "./answers/insight.ts"
import type { Llm } from "./answers/llm.ts"
import { suggestAnswers } from "./answers/suggest.ts"
import type { AddArticlePorts, NewArticle, SavedArticle } from "./core/articles/add-article.ts"
import type { WhyPorts } from "./core/conversations/insight.ts"
import { ChatdError } from "./core/errors.ts"
import type { SuggestPorts } from "./core/suggest-replies.ts"
import { ABOUT_BASE, DEFAULT_BASE } from "./knowledge/default-base.ts"
import type { Embedders } from "./knowledge/embedders.ts"
import { keepReply } from "./knowledge/keep-reply.ts"
import type { Database } from "./storage/database.ts"
import { insertAuditEntry } from "./storage/repositories/audit.ts"
import { knownVectors, repliesAmong } from "./storage/repositories/kb-articles.ts"
import { putArticle } from "./storage/repositories/kb-change-articles.ts"
import { basesOf, ensureBase } from "./storage/repositories/knowledge-bases.ts"
import { claimModel } from "./storage/repositories/model-claim.ts"

/** What of the desk needs the embedding model. */
export type DeskKnowledge = Pick<SuggestPorts, "suggest"> &
  Pick<AddArticlePorts, "saveArticle"> &
  Pick<WhyPorts, "insight">

/** @param embedders resolves when the model is loaded */
export function deskKnowledge(
  database: Database,
  embedders: () => Promise<Embedders>,
  basesInMemory: AnswerDependencies["basesOf"],
  llm: Llm | undefined,
): DeskKnowledge {
  const insights = new Insights({ embedder: async () => (await embedders()).current, llm })
  return {
    async suggest(asking) {
      const models = await embedders()
      return suggestAnswers({ embedderOf: (id) => models.byId(id), basesOf: basesInMemory }, asking)
    },
    insight: (conversation, messages) => insights.of(conversation.id, messages),
    saveArticle: async (partnerId, article) => saveArticle(database, await embedders(), partnerId, article),
  }
}

async function saveArticle(
  { db }: Database,
  embedders: Embedders,
  partnerId: string,
  { provenance, ...reply }: NewArticle,
): Promise<SavedArticle> {
  const bases = (await basesOf(db, partnerId)).filter(({ name }) => name !== ABOUT_BASE)
  const base =
    bases.find(({ name }) => name === DEFAULT_BASE) ??
    bases[0] ??
    (await ensureBase(db, partnerId, DEFAULT_BASE))
  // While another model takes over, articles go on being embedded with the one that serves.
  const modelId = await claimModel(db, base.id, embedders.current.id)
  const embedder = embedders.byId(modelId)
  if (!embedder)
    throw new ChatdError(
      "unavailable",
      `The knowledge base ${base.name} is embedded with ${modelId}, which is not at hand; it is being embedded anew.`,
    )
  const { article, added } = await keepReply(
    {
      replies: () => repliesAmong(db, base.id),
      knownVectors: (id) => knownVectors(db, base.id, id),
      put: (embedded) => putArticle(db, base.id, modelId, embedded.article.id, embedded, provenance),
    },
    embedder,
    reply,
  )
  const { by: actor, ...details } = provenance
  const action = added ? "article_added" : "article_changed"
  await insertAuditEntry(db, { partnerId, actor, action, target: article.id, details }, new Date())
  return { articleId: article.id, title: article.title, added }
}
