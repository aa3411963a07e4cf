import { Elysia } from "elysia"
import { requireAttachment } from "../../../core/mail/attachment.ts"
import { attachmentReply } from "../../../http/attachment-reply.ts"
import type { DeskDependencies } from "../dependencies.ts"
import { calls } from "./call.ts"

/** Files that came along. */
export function attachmentRoutes(dependencies: DeskDependencies) {
  const { findAttachment } = dependencies
  const { enter } = calls(dependencies)
  return new Elysia({ name: "desk-attachments", strictPath: true }).get(
    "/api/desk/attachments/:id",
    async ({ request, params }) => {
      const { partner } = await enter(request)
      return attachmentReply(await requireAttachment(findAttachment, partner.id, params.id))
    },
  )
}
