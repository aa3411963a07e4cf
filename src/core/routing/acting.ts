import { agentSender } from "../agents/agent.ts"
import type { Conversation, Sender } from "../conversations/conversation.ts"
import { ChatdError } from "../errors.ts"
import type { Doer } from "./decision.ts"
import type { RouteMove, RouteTogether, RouteWork } from "./together.ts"

/** An agent who moves a conversation; undefined: the operator, or the partner's server. */
export type ActingAgent = { number: number; name: string } | undefined

/** Which conversation is moved, and by whom. */
export interface RouteRequest {
  partnerId: string
  /** The conversation's. */
  number: number
  by: ActingAgent
}

export interface RoutePorts {
  together: RouteTogether
}

/** Who it is in the conversation's log. */
export function senderOf(by: ActingAgent): Sender {
  return by ? agentSender(by) : { kind: "agent", id: "agent" }
}

/** Who it is in the decision. */
export function doerOf(by: ActingAgent): Doer {
  return by ? { kind: "agent", number: by.number, name: by.name } : { kind: "operator" }
}

/**
 * Moves one conversation.
 *
 * @param decision may ask for what it needs before the conversation is held
 * @throws {ChatdError} `not_found` where the partner has no such conversation
 */
export function moveOne(
  { together }: RoutePorts,
  { partnerId, number }: Pick<RouteRequest, "partnerId" | "number">,
  decision: (
    within: RouteWork,
    conversation: Conversation,
  ) => RouteMove["decide"] | Promise<RouteMove["decide"]>,
): Promise<Conversation> {
  return together(partnerId, async (within) => {
    const conversation = await within.conversation(number)
    if (!conversation) throw new ChatdError("not_found", `There is no conversation ${number}.`)
    const decide = await decision(within, conversation)
    const [moved] = await within.write([{ conversationId: conversation.id, decide }])
    return moved ?? conversation
  })
}

/** @throws {ChatdError} `conflict` where the conversation is closed */
export function requireOpen({ status, number }: Conversation): void {
  if (status !== "closed") return
  throw new ChatdError("conflict", `Conversation ${number} is closed. Reopen it first.`)
}
