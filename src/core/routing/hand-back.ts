import type { Conversation } from "../conversations/conversation.ts"
import { keeperOf, move } from "../conversations/transitions.ts"
import { doerOf, moveOne, type RoutePorts, type RouteRequest, requireOpen, senderOf } from "./acting.ts"

/**
 * Gives a conversation back to the bot. One that the bot has stays as it is.
 *
 * @throws {ChatdError} `not_found`, `conflict` where it is closed
 */
export function handBack(ports: RoutePorts, request: RouteRequest): Promise<Conversation> {
  return moveOne(ports, request, () => (now, at) => {
    requireOpen(now)
    const moved = now.handler === "person" && move(now, "handed_back", { sender: senderOf(request.by), at })
    if (!moved) return undefined
    const reason = { by: doerOf(request.by), from: keeperOf(now) }
    return {
      events: [moved.event],
      change: moved.change,
      routes: [{ kind: "handed_back", agentNumber: undefined, reason }],
    }
  })
}
