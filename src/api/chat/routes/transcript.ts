import { Elysia } from "elysia"
import { mailTranscript } from "../../../core/conversations/mail-transcript.ts"
import { transcriptLines, transcriptText } from "../../../core/conversations/transcript.ts"
import { validate } from "../../../http/validate.ts"
import type { Access } from "../access.ts"
import type { ChatDependencies } from "../dependencies.ts"
import { transcriptSchema } from "../schemas.ts"
import { calls } from "./call.ts"

/** Events of one look into the log. */
const PAGE = 500

/** The conversation as text, to keep. */
export function transcriptRoutes(dependencies: ChatDependencies) {
  const { access, transcripts, limits, outgoing, addressOf } = dependencies
  const { bodyOf, enter } = calls(dependencies)

  return new Elysia({ name: "chat-transcript", strictPath: true })
    .get("/api/chat/sessions/:id/transcript", async ({ request, params, set }) => {
      const entered = await enter(request, params.id)
      limits.spend(entered.partner, entered.customer.id, addressOf(request))
      const day = new Date(entered.conversation.createdAt).toISOString().slice(0, 10)
      set.headers["content-type"] = "text/plain; charset=utf-8"
      set.headers["content-disposition"] = `attachment; filename="conversation-${day}.txt"`
      return wholeText(access.store, entered)
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

async function wholeText(
  store: ChatDependencies["access"]["store"],
  { partner, customer, conversation }: Access,
): Promise<string> {
  let text = ""
  for (let after = 0; after < conversation.lastSeq; ) {
    const events = await store.eventsAfter(conversation.id, after, PAGE)
    const messages = events.filter((event) => event.type === "message")
    text += transcriptText(transcriptLines(partner, customer, messages))
    after = events.at(-1)?.seq ?? conversation.lastSeq
  }
  return text
}
