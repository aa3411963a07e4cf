import type { AgentState } from "../agents/agent-state.ts"
import type { Conversation, EventData, Sender } from "../conversations/conversation.ts"
import { SYSTEM } from "../conversations/senders.ts"
import { type Keeper, keeperOf, move } from "../conversations/transitions.ts"
import { doerOf, moveOne, type RoutePorts, type RouteRequest, senderOf } from "./acting.ts"
import type { Doer } from "./decision.ts"
import type { RoutedDecision } from "./together.ts"

/**
 * Opens a closed conversation again. It goes to whom it had, if they are given conversations now, or if it is they who open
 * it; otherwise it waits for somebody. One that is open stays as it is.
 *
 * @throws {ChatdError} `not_found`
 */
export function reopenConversation(ports: RoutePorts, request: RouteRequest): Promise<Conversation> {
  return moveOne(ports, request, async (within, conversation) => {
    const had = keeperOf(conversation)
    const agent = had && (await within.agent(had.number))
    const to = agent && takesBack(agent, request) ? agent : undefined
    return (now, at) => reopening(now, at, { sender: senderOf(request.by), by: doerOf(request.by), had, to })
  })
}

export interface Reopening {
  /** Who it is in the log. */
  sender: Sender
  by: Doer
  /** Whoever had it when it was looked at. */
  had: Keeper | undefined
  /** The same, where they are given it again. */
  to: AgentState | undefined
  /** What the event says beside where the conversation is. */
  data?: EventData | undefined
}

/** What opens a closed conversation again; undefined where it is open. */
export function reopening(
  now: Conversation,
  at: number,
  { sender, by, had, to, data }: Reopening,
): RoutedDecision | undefined {
  // Who had it was asked for: where it has changed hands since, it waits.
  const keeper = to && now.agentId === to.number ? { number: to.number, name: to.name } : undefined
  const opened = move(now, "reopened", { sender, at, data })
  if (!opened) return undefined
  const cause = keeper ? "had_it" : had ? "not_there" : "nobody"
  const reopened = { kind: "reopened", agentNumber: undefined, reason: { by, from: had, cause } } as const
  const waiting = { ...now, ...opened.change }
  const given = keeper && move(waiting, "assigned", { sender: SYSTEM, at, keeper })
  if (!given) return { events: [opened.event], change: opened.change, routes: [reopened] }
  const assigned = {
    kind: "assigned",
    agentNumber: keeper.number,
    reason: { by: { kind: "system" }, to: keeper, cause },
  } as const
  return {
    events: [opened.event, given.event],
    change: { ...opened.change, ...given.change },
    routes: [reopened, assigned],
  }
}

function takesBack(agent: AgentState, { by }: RouteRequest): boolean {
  return agent.available || (!agent.disabled && by?.number === agent.number)
}
