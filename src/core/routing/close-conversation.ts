import type { Conversation } from "../conversations/conversation.ts"
import { keeperOf, move } from "../conversations/transitions.ts"
import { doerOf, moveOne, type RoutePorts, type RouteRequest, senderOf } from "./acting.ts"

/**
 * Ends a conversation for those who help. One that is closed stays as it is.
 *
 * @throws {ChatdError} `not_found`
 */
export function closeConversation(ports: RoutePorts, request: RouteRequest): Promise<Conversation> {
  return moveOne(ports, request, () => (now, at) => {
    const moved = move(now, "closed_by_agent", { sender: senderOf(request.by), at })
    if (!moved) return undefined
    const reason = { by: doerOf(request.by), from: keeperOf(now) }
    return {
      events: [moved.event],
      change: moved.change,
      routes: [{ kind: "closed", agentNumber: undefined, reason }],
    }
  })
}
