import { Elysia } from "elysia"
import type { Conversation, ConversationEvent } from "../../../core/conversations/conversation.ts"
import { agentName } from "../../../core/conversations/senders.ts"
import { type TranscriptLine, transcriptText } from "../../../core/conversations/transcript.ts"
import type { ExplainedMove } from "../../../core/routing/explain-route.ts"
import { isoTime } from "../../../http/iso-time.ts"
import { validate } from "../../../http/validate.ts"
import { nextTurn } from "../../../next-turn.ts"
import { transcriptSchema } from "../conversation-schemas.ts"
import type { DeskDependencies } from "../dependencies.ts"
import { eventReply, type Names } from "../event-reply.ts"
import { namesIn } from "../names.ts"
import type { RouteDecisionReply, Transcript } from "../protocol.ts"
import { entering } from "./enter-conversation.ts"

/** Events that are read out: nobody's conversation fills the memory. */
const MOST_EVENTS = 20_000
/** Each page asks for all events of the conversation: few of them, which let others go on between. */
const PAGE = 2_000

/** What stays of a conversation: how it came to whom it came, and what was said, to keep. */
export function conversationRecordRoutes(dependencies: DeskDependencies) {
  const { store, routing } = dependencies
  const { enterConversation } = entering(dependencies)

  return new Elysia({ name: "desk-conversation-records", strictPath: true })
    .get(
      "/api/desk/conversations/:number/route",
      async ({ request, params }): Promise<{ decisions: RouteDecisionReply[] }> => {
        const { conversation } = await enterConversation(request, params.number)
        return { decisions: (await routing.explain(conversation)).map(decisionReply) }
      },
    )
    .get("/api/desk/conversations/:number/transcript", async ({ request, params, query, set }) => {
      const { caller, conversation } = await enterConversation(request, params.number)
      const { format, notes } = validate(transcriptSchema, query)
      const wanted = (event: ConversationEvent) =>
        event.type === "message" || (notes && event.type === "note")
      const events = (await allEvents(store, conversation)).filter(wanted)
      const names = await namesIn(dependencies, caller.partner, conversation)
      const type = format === "json" ? "application/json" : "text/plain; charset=utf-8"
      const file = `conversation-${conversation.number}.${format === "json" ? "json" : "txt"}`
      set.headers["content-type"] = type
      set.headers["content-disposition"] = `attachment; filename="${file}"`
      const transcript = transcriptOf(conversation, events, names)
      return format === "json"
        ? `${JSON.stringify(transcript, null, 2)}\n`
        : transcriptText(textLines(transcript))
    })
}

function decisionReply({ at, kind, agentNumber, reason, sentence }: ExplainedMove): RouteDecisionReply {
  const name = reason.to?.number === agentNumber ? reason.to?.name : undefined
  return {
    at: isoTime(at),
    kind,
    agent: agentNumber === undefined ? null : { number: agentNumber, name: agentName(agentNumber, name) },
    reason: { ...reason },
    sentence,
  }
}

async function allEvents(
  store: DeskDependencies["store"],
  { id }: Conversation,
): Promise<ConversationEvent[]> {
  const all: ConversationEvent[] = []
  while (all.length < MOST_EVENTS) {
    const page = await store.eventsAfter(id, all.at(-1)?.seq ?? 0, PAGE)
    all.push(...page)
    if (page.length < PAGE) break
    await nextTurn()
  }
  return all
}

function transcriptOf(
  conversation: Conversation,
  events: readonly ConversationEvent[],
  names: Names,
): Transcript {
  const lines = events.map((event) => {
    const { seq, at, sender, text = "" } = eventReply(conversation, event, names)
    const type: "message" | "note" = event.type === "note" ? "note" : "message"
    return { seq, type, at, from: sender.kind, name: sender.name, text }
  })
  return { conversation: conversation.number, startedAt: isoTime(conversation.createdAt), lines }
}

function textLines({ lines }: Transcript): TranscriptLine[] {
  return lines.map(({ at, from, name, type, text }) => ({
    at,
    text,
    who: type === "note" ? `${name} (note)` : name,
    own: from === "customer",
  }))
}
