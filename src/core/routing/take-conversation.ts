import type { Conversation } from "../conversations/conversation.ts"
import { keeperOf, move } from "../conversations/transitions.ts"
import { ChatdError } from "../errors.ts"
import { doerOf, moveOne, type RoutePorts, type RouteRequest, requireOpen, senderOf } from "./acting.ts"

/**
 * Makes a conversation the agent's own, whoever had it: another agent, the bot, or nobody. What is theirs stays as it is.
 *
 * @throws {ChatdError} `not_found`, `conflict` where it is closed, `forbidden` for who is no agent or is disabled
 */
export function takeConversation(ports: RoutePorts, request: RouteRequest): Promise<Conversation> {
  const { by } = request
  if (!by) throw new ChatdError("forbidden", "Only an agent can take a conversation: sign in as one.")
  return moveOne(ports, request, async (within) => {
    const agent = await within.agent(by.number)
    if (!agent || agent.disabled) throw new ChatdError("forbidden", "This account is disabled.")
    const keeper = { number: agent.number, name: agent.name }
    return (now, at) => {
      requireOpen(now)
      const moved = move(now, "agent_joined", { sender: senderOf(by), at, keeper })
      if (!moved) return undefined
      const reason = { by: doerOf(by), from: keeperOf(now), to: keeper, waitedMs: waited(now, at) }
      return {
        events: [moved.event],
        change: moved.change,
        routes: [{ kind: "taken", agentNumber: agent.number, reason }],
      }
    }
  })
}

function waited({ status, queuedAt }: Conversation, at: number): number | undefined {
  return status === "waiting" && queuedAt !== undefined ? at - queuedAt : undefined
}
