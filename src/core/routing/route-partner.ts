import type { Conversation } from "../conversations/conversation.ts"
import { SYSTEM } from "../conversations/senders.ts"
import { keeperOf, move } from "../conversations/transitions.ts"
import type { PartnerSettings } from "../partner-settings.ts"
import { type Candidate, type Choice, chooseAgent } from "./choose-agent.ts"
import type { RouteMove, RouteTogether, RouteWork } from "./together.ts"

/** Conversations that go back, or are handed out, in one transaction; others are served between two of them. */
const MOST_AT_ONCE = 64

export interface RoutePartnerPorts {
  together: RouteTogether
  /** A whole number from 0 that is less than `below`, by chance. */
  pick(below: number): number
}

export interface Routed {
  requeued: number
  assigned: number
  /** Whether there may be more to do. */
  more: boolean
}

/**
 * Hands out what waits for a person to those who are there and have room: the most urgent first, then who has waited
 * longest. Before that, what agents have who were gone for longer than the grace time, or are disabled, goes back to
 * the queue; it keeps its place.
 */
export function routePartner(
  { together, pick }: RoutePartnerPorts,
  partnerId: string,
  { strategy, graceSeconds }: PartnerSettings["routing"],
): Promise<Routed> {
  return together(partnerId, async (within) => {
    const requeued = await requeueAbandoned(within, graceSeconds)
    const candidates = await within.candidates()
    const room = candidates.reduce((sum, { open, capacity }) => sum + Math.max(0, capacity - open), 0)
    const waiting = room > 0 ? await within.queue(Math.min(room, MOST_AT_ONCE)) : []
    const givenAway = await within.givenAway(waiting.map(({ id }) => id))
    const moves = waiting.flatMap((conversation) => {
      const choice = chooseAgent(strategy, candidates, pick, givenAway.get(conversation.id))
      if (!choice) return []
      const { chosen, ...kept } = choice
      const move = assignment(conversation, chosen, kept)
      chosen.open++
      chosen.lastAssignedAt = within.at
      return [move]
    })
    const written = moves.length > 0 ? await within.write(moves) : []
    const assigned = written.filter((one) => one !== undefined).length
    // Where a conversation was taken meanwhile, somebody has room left.
    const more = requeued === MOST_AT_ONCE || waiting.length === MOST_AT_ONCE || assigned < moves.length
    return { requeued, assigned, more }
  })
}

function assignment(waiting: Conversation, { number, name }: Candidate, choice: Choice): RouteMove {
  const keeper = { number, name }
  return {
    conversationId: waiting.id,
    decide(now, at) {
      if (now.status !== "waiting" || now.handler !== "person") return undefined
      const moved = move(now, "assigned", { sender: SYSTEM, at, keeper })
      if (!moved) return undefined
      const waitedMs = at - (now.queuedAt ?? at)
      const reason = { by: { kind: "system" }, to: keeper, waitedMs, choice } as const
      return {
        events: [moved.event],
        change: moved.change,
        routes: [{ kind: "assigned", agentNumber: number, reason }],
      }
    },
  }
}

async function requeueAbandoned(within: RouteWork, graceSeconds: number): Promise<number> {
  const abandoned = await within.abandoned(graceSeconds, MOST_AT_ONCE)
  if (abandoned.length === 0) return 0
  const moves = abandoned.map(({ conversation, cause }): RouteMove => {
    const from = keeperOf(conversation)
    return {
      conversationId: conversation.id,
      decide(now, at) {
        // Somebody else may have it by now, or may have said something.
        const changed =
          now.agentId !== conversation.agentId || now.lastMessageAt !== conversation.lastMessageAt
        if (changed || now.status !== "active") return undefined
        const moved = move(now, "requeued", { sender: SYSTEM, at })
        if (!moved) return undefined
        const reason = { by: { kind: "system" }, from, cause, graceSeconds } as const
        return {
          events: [moved.event],
          change: moved.change,
          routes: [{ kind: "requeued", agentNumber: undefined, reason }],
        }
      },
    }
  })
  await within.write(moves)
  return abandoned.length
}
