import { Elysia } from "elysia"
import { requireOfPartner } from "../../../core/conversations/store.ts"
import { suggestReplies } from "../../../core/suggest-replies.ts"
import { validate } from "../../../http/validate.ts"
import { conversationNumber } from "../conversation-number.ts"
import { suggestionsSchema } from "../data-schemas.ts"
import type { DeskDependencies } from "../dependencies.ts"
import { requireKnowledge } from "../require-knowledge.ts"
import { calls } from "./call.ts"

export function suggestionRoutes(dependencies: DeskDependencies) {
  const { store, data } = dependencies
  const { enter } = calls(dependencies)

  return new Elysia({ name: "desk-suggestions", strictPath: true }).get(
    "/api/desk/conversations/:number/suggestions",
    async ({ request, params, query }) => {
      const { partner } = await enter(request)
      const { seq } = validate(suggestionsSchema, query)
      const conversation = await requireOfPartner(store, partner.id, conversationNumber(params.number))
      return suggestReplies({ ...requireKnowledge(data), store }, conversation, seq)
    },
  )
}
