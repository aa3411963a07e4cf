import { Elysia } from "elysia"
import { requireOwnAttachment } from "../../../core/mail/attachment.ts"
import { attachmentReply } from "../../../http/attachment-reply.ts"
import type { ChatDependencies } from "../dependencies.ts"
import { calls } from "./call.ts"

/** Files that came with the customer's own messages. */
export function attachmentRoutes(dependencies: ChatDependencies) {
  const { findAttachment, limits, addressOf } = dependencies
  const { enter } = calls(dependencies)
  return new Elysia({ name: "chat-attachments", strictPath: true }).get(
    "/api/chat/sessions/:id/attachments/:file",
    async ({ request, params }) => {
      const { partner, customer, conversation } = await enter(request, params.id)
      limits.spend(partner, customer.id, addressOf(request))
      return attachmentReply(await requireOwnAttachment(findAttachment, conversation, params.file))
    },
  )
}
