import { Elysia } from "elysia"
import { addArticle } from "../../../core/articles/add-article.ts"
import { requireOfPartner } from "../../../core/conversations/store.ts"
import { validate } from "../../../http/validate.ts"
import { conversationNumber } from "../conversation-number.ts"
import { articleSchema } from "../data-schemas.ts"
import type { DeskDependencies } from "../dependencies.ts"
import { requireKnowledge } from "../require-knowledge.ts"
import { calls } from "./call.ts"

export function articleRoutes(dependencies: DeskDependencies) {
  const { store, data } = dependencies
  const { bodyOf, enter } = calls(dependencies)

  return new Elysia({ name: "desk-articles", strictPath: true }).post(
    "/api/desk/conversations/:number/article",
    async ({ request, params, set }) => {
      const { partner, actor } = await enter(request)
      const input = validate(articleSchema, await bodyOf(request))
      const conversation = await requireOfPartner(store, partner.id, conversationNumber(params.number))
      const ports = { ...requireKnowledge(data), store }
      const { articleId, title, added } = await addArticle(ports, conversation, actor, input)
      set.status = added ? 201 : 200
      return { articleId, title }
    },
    { parse: "none" },
  )
}
