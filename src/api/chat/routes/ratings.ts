import { Elysia } from "elysia"
import { rateMessage } from "../../../core/conversations/rate-message.ts"
import { rateSession } from "../../../core/conversations/rate-session.ts"
import { validate } from "../../../http/validate.ts"
import type { ChatDependencies } from "../dependencies.ts"
import { feedbackSchema, ratingSchema } from "../schemas.ts"
import { calls } from "./call.ts"

/** What the customer thinks: of one answer, and of the whole session. */
export function ratingRoutes(dependencies: ChatDependencies) {
  const { access, log, ratings, limits, addressOf } = dependencies
  const { bodyOf, enter } = calls(dependencies)

  return new Elysia({ name: "chat-ratings", strictPath: true })
    .post(
      "/api/chat/sessions/:id/feedback",
      async ({ request, params, set }) => {
        const { partner, customer, conversation } = await enter(request, params.id)
        const thumb = validate(feedbackSchema, await bodyOf(request))
        limits.spend(partner, customer.id, addressOf(request))
        await rateMessage({ ...ratings, store: access.store }, partner, customer, conversation, thumb)
        set.status = 204
      },
      { parse: "none" },
    )
    .post(
      "/api/chat/sessions/:id/rating",
      async ({ request, params, set }) => {
        const { partner, customer, conversation } = await enter(request, params.id)
        const rating = validate(ratingSchema, await bodyOf(request))
        limits.spend(partner, customer.id, addressOf(request))
        await rateSession(log, conversation.id, customer, rating)
        set.status = 204
      },
      { parse: "none" },
    )
}
