import { Elysia } from "elysia"
import { agentSender } from "../../../core/agents/agent.ts"
import type { Conversation } from "../../../core/conversations/conversation.ts"
import { type Appended, saidIn } from "../../../core/conversations/log.ts"
import { markRead } from "../../../core/conversations/mark-read.ts"
import { validate } from "../../../http/validate.ts"
import type { AgentCaller } from "../caller.ts"
import { messageSchema, noteSchema, readSchema } from "../conversation-schemas.ts"
import type { DeskDependencies } from "../dependencies.ts"
import { eventReply } from "../event-reply.ts"
import { namesIn } from "../names.ts"
import type { DeskEvent } from "../protocol.ts"
import { noteAsAgent, sayAsAgent } from "../speak.ts"
import { calls } from "./call.ts"
import { entering } from "./enter-conversation.ts"

/** What agents say in conversations, and to each other about them. */
export function conversationMessageRoutes(dependencies: DeskDependencies) {
  const { log, store } = dependencies
  const { bodyOf } = calls(dependencies)
  const { enterConversationAsAgent } = entering(dependencies)
  const stored = async (
    { partner }: AgentCaller,
    conversation: Conversation,
    appended: Appended,
    set: { status?: number | string },
  ): Promise<DeskEvent | undefined> => {
    set.status = appended.known ? 200 : 201
    const names = await namesIn(dependencies, partner, conversation)
    const said = saidIn(appended)
    return said && eventReply(conversation, said, names)
  }

  return new Elysia({ name: "desk-conversation-messages", strictPath: true })
    .post(
      "/api/desk/conversations/:number/messages",
      async ({ request, params, set }) => {
        const { caller, conversation } = await enterConversationAsAgent(request, params.number)
        const said = validate(messageSchema, await bodyOf(request))
        const appended = await sayAsAgent(dependencies, caller, { ...said, conversationId: conversation.id })
        return stored(caller, conversation, appended, set)
      },
      { parse: "none" },
    )
    .post(
      "/api/desk/conversations/:number/notes",
      async ({ request, params, set }) => {
        const { caller, conversation } = await enterConversationAsAgent(request, params.number)
        const said = validate(noteSchema, await bodyOf(request))
        const appended = await noteAsAgent(log, caller, { ...said, conversationId: conversation.id })
        return stored(caller, conversation, appended, set)
      },
      { parse: "none" },
    )
    .post(
      "/api/desk/conversations/:number/read",
      async ({ request, params, set }) => {
        const { caller, conversation } = await enterConversationAsAgent(request, params.number)
        const { seq } = validate(readSchema, await bodyOf(request))
        await markRead({ log, store }, conversation.id, agentSender(caller.agent), seq)
        set.status = 204
      },
      { parse: "none" },
    )
}
