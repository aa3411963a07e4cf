import type { Conversation, Priority } from "../conversations/conversation.ts"
import { doerOf, moveOne, type RoutePorts, type RouteRequest, requireOpen, senderOf } from "./acting.ts"

/**
 * Says how urgent a conversation is, which is its place in the queue. It stands in the log as a note: customers are not
 * told.
 *
 * @throws {ChatdError} `not_found`, `conflict` where it is closed
 */
export function setPriority(
  ports: RoutePorts,
  request: RouteRequest & { priority: Priority },
): Promise<Conversation> {
  const { by, priority } = request
  return moveOne(ports, request, () => (now) => {
    requireOpen(now)
    if (now.priority === priority) return undefined
    const data = { ...(by && { senderName: by.name }), priority }
    const text = `Priority: ${priority} (was ${now.priority}).`
    return {
      events: [{ type: "note", sender: senderOf(by), text, data }],
      change: { priority },
      routes: [
        {
          kind: "prioritised",
          agentNumber: undefined,
          reason: { by: doerOf(by), priority: { from: now.priority, to: priority } },
        },
      ],
    }
  })
}
