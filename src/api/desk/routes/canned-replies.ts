import { Elysia } from "elysia"
import { addCannedReply } from "../../../core/canned-replies/add-canned-reply.ts"
import { changeCannedReply } from "../../../core/canned-replies/change-canned-reply.ts"
import { removeCannedReply } from "../../../core/canned-replies/remove-canned-reply.ts"
import { validate } from "../../../http/validate.ts"
import { cannedReplyChangesSchema, cannedReplySchema } from "../data-schemas.ts"
import type { DeskDependencies } from "../dependencies.ts"
import { calls } from "./call.ts"

export function cannedReplyRoutes(dependencies: DeskDependencies) {
  const { cannedReplies } = dependencies.data
  const { bodyOf, enter } = calls(dependencies)

  return new Elysia({ name: "desk-canned-replies", strictPath: true })
    .get("/api/desk/canned-replies", async ({ request }) => {
      const { partner, actor } = await enter(request)
      return { replies: await cannedReplies(actor).listReplies(partner.id) }
    })
    .post(
      "/api/desk/canned-replies",
      async ({ request, set }) => {
        const { partner, actor } = await enter(request)
        const input = validate(cannedReplySchema, await bodyOf(request))
        const reply = await addCannedReply(cannedReplies(actor), partner.id, input)
        set.status = 201
        return reply
      },
      { parse: "none" },
    )
    .patch(
      "/api/desk/canned-replies/:shortcut",
      async ({ request, params }) => {
        const { partner, actor } = await enter(request)
        const { shortcut, text } = validate(cannedReplyChangesSchema, await bodyOf(request))
        return changeCannedReply(cannedReplies(actor), partner.id, params.shortcut, {
          ...(shortcut !== undefined && { shortcut }),
          ...(text !== undefined && { text }),
        })
      },
      { parse: "none" },
    )
    .delete("/api/desk/canned-replies/:shortcut", async ({ request, params, set }) => {
      const { partner, actor } = await enter(request)
      await removeCannedReply(cannedReplies(actor), partner.id, params.shortcut)
      set.status = 204
    })
}
