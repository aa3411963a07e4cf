import { Elysia } from "elysia"
import type { Conversation } from "../../../core/conversations/conversation.ts"
import type { RoutePorts, RouteRequest } from "../../../core/routing/acting.ts"
import { closeConversation } from "../../../core/routing/close-conversation.ts"
import { handBack } from "../../../core/routing/hand-back.ts"
import { reopenConversation } from "../../../core/routing/reopen-conversation.ts"
import { setPriority } from "../../../core/routing/set-priority.ts"
import { takeConversation } from "../../../core/routing/take-conversation.ts"
import { transferConversation } from "../../../core/routing/transfer-conversation.ts"
import { validate } from "../../../http/validate.ts"
import type { DeskCaller } from "../caller.ts"
import { conversationNumber } from "../conversation-numbers.ts"
import { prioritySchema, transferSchema } from "../conversation-schemas.ts"
import type { DeskDependencies } from "../dependencies.ts"
import type { Summary } from "../protocol.ts"
import { summaries } from "../summary-reply.ts"
import { calls } from "./call.ts"

type Verb = (ports: RoutePorts, request: RouteRequest) => Promise<Conversation>

/** Whose a conversation is, and how urgent. */
export function conversationMoveRoutes(dependencies: DeskDependencies) {
  const { routing, summaries: lists } = dependencies
  const { bodyOf, enter } = calls(dependencies)
  const requestOf = ({ partner, agent }: DeskCaller, number: string): RouteRequest => ({
    partnerId: partner.id,
    number: conversationNumber(number),
    by: agent,
  })
  const moved = async (conversation: Conversation): Promise<Summary | undefined> => {
    const [summary] = await summaries(lists, conversation.partnerId, [conversation])
    return summary
  }
  const by = async (verb: Verb, request: Request, number: string) =>
    moved(await verb(routing.ports, requestOf(await enter(request), number)))

  return new Elysia({ name: "desk-conversation-moves", strictPath: true })
    .post("/api/desk/conversations/:number/take", ({ request, params }) =>
      by(takeConversation, request, params.number),
    )
    .post("/api/desk/conversations/:number/hand-back", ({ request, params }) =>
      by(handBack, request, params.number),
    )
    .post("/api/desk/conversations/:number/close", ({ request, params }) =>
      by(closeConversation, request, params.number),
    )
    .post("/api/desk/conversations/:number/reopen", ({ request, params }) =>
      by(reopenConversation, request, params.number),
    )
    .post(
      "/api/desk/conversations/:number/transfer",
      async ({ request, params }) => {
        const asked = requestOf(await enter(request), params.number)
        const { agent: to, note } = validate(transferSchema, await bodyOf(request))
        return moved(await transferConversation(routing.ports, { ...asked, to, note }))
      },
      { parse: "none" },
    )
    .post(
      "/api/desk/conversations/:number/priority",
      async ({ request, params }) => {
        const asked = requestOf(await enter(request), params.number)
        const { priority } = validate(prioritySchema, await bodyOf(request))
        return moved(await setPriority(routing.ports, { ...asked, priority }))
      },
      { parse: "none" },
    )
}
