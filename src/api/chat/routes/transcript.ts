import { Elysia } from "elysia"
import { mailTranscript } from "../../../core/conversations/mail-transcript.ts"
import { transcriptLines, transcriptText } from "../../../core/conversations/transcript.ts"
import { validate } from "../../../http/validate.ts"
import type { ChatDependencies } from "../dependencies.ts"
import { transcriptSchema } from "../schemas.ts"
import { calls } from "./call.ts"

/** Messages that are read out: nobody's conversation fills the memory. */
const MOST_MESSAGES = 5_000

/** The conversation as text, to keep. */
export function transcriptRoutes(dependencies: ChatDependencies) {
  const { access, transcripts, limits, outgoing, addressOf } = dependencies
  const { bodyOf, enter } = calls(dependencies)

  return new Elysia({ name: "chat-transcript", strictPath: true })
    .get("/api/chat/sessions/:id/transcript", async ({ request, params, set }) => {
      const { partner, customer, conversation, byLink } = await enter(request, params.id)
      limits.spend(partner, customer.id, addressOf(request))
      const { id, lastSeq, createdAt } = conversation
      const messages = await access.store.messagesBefore(id, lastSeq + 1, MOST_MESSAGES)
      const day = new Date(createdAt).toISOString().slice(0, 10)
      set.headers["content-type"] = "text/plain; charset=utf-8"
      set.headers["content-disposition"] = `attachment; filename="conversation-${day}.txt"`
      const speaker = byLink ? { name: customer.name, externalId: "Customer" } : customer
      return transcriptText(transcriptLines(partner, speaker, messages))
    })
    .post(
      "/api/chat/sessions/:id/transcript",
      async ({ request, params, set }) => {
        const { customer, conversation } = await enter(request, params.id)
        const wanted = validate(transcriptSchema, await bodyOf(request))
        outgoing.spend("transcript", customer, addressOf(request), wanted.email)
        await mailTranscript(transcripts, conversation, wanted)
        set.status = 202
        return { email: wanted.email }
      },
      { parse: "none" },
    )
}
