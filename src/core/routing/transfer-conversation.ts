import type { Conversation } from "../conversations/conversation.ts"
import type { NewEvent } from "../conversations/log.ts"
import { type Keeper, keeperOf, move } from "../conversations/transitions.ts"
import { ChatdError } from "../errors.ts"
import { storableText } from "../storable-text.ts"
import { doerOf, moveOne, type RoutePorts, type RouteRequest, requireOpen, senderOf } from "./acting.ts"
import type { RouteWork } from "./together.ts"

/** Characters that a note may have. */
const MOST_NOTE = 4_000

export interface TransferRequest extends RouteRequest {
  /** The agent's number; undefined: to the queue. */
  to: number | undefined
  /** For whoever gets it; customers never see it. It is stored along with the transfer, or not at all; alone where there is nothing to transfer. */
  note?: string | undefined
}

/**
 * Gives a conversation to an agent, or to the queue. Whom it is given to may have no room left, since a person decides; where
 * they are not there, it goes back to the queue after the grace time.
 *
 * @throws {ChatdError} `not_found`, `conflict` where it is closed, `invalid_input` naming `agent` or `note`
 */
export function transferConversation(ports: RoutePorts, request: TransferRequest): Promise<Conversation> {
  const note = noteOf(request)
  return moveOne(ports, request, async (within) => {
    const keeper = request.to === undefined ? undefined : await receiver(within, request.to)
    return (now, at) => {
      requireOpen(now)
      const move_ = { sender: senderOf(request.by), at, ...(keeper && { keeper }) }
      const moved = move(now, keeper ? "assigned" : "requeued", move_)
      // It is there already: what its agent is to know is news all the same.
      if (!moved) return note && { events: [note], routes: [] }
      const reason = { by: doerOf(request.by), from: keeperOf(now), to: keeper }
      return {
        events: note ? [note, moved.event] : [moved.event],
        change: moved.change,
        routes: [{ kind: "transferred", agentNumber: keeper?.number, reason }],
      }
    }
  })
}

async function receiver(within: RouteWork, number: number): Promise<Keeper> {
  const agent = await within.agent(number)
  if (!agent) throw new ChatdError("invalid_input", `There is no agent ${number}.`, { field: "agent" })
  if (agent.disabled) {
    throw new ChatdError("invalid_input", `${agent.name}'s account is disabled: choose another agent.`, {
      field: "agent",
    })
  }
  return { number, name: agent.name }
}

function noteOf({ note, by }: TransferRequest): NewEvent | undefined {
  const text = storableText(note ?? "").trim()
  if (!text) return undefined
  if (text.length <= MOST_NOTE) return { type: "note", sender: senderOf(by), text, data: named(by?.name) }
  throw new ChatdError(
    "invalid_input",
    `note must have at most ${MOST_NOTE} characters; it has ${text.length}.`,
    {
      field: "note",
    },
  )
}

function named(senderName: string | undefined) {
  return senderName === undefined ? undefined : { senderName }
}
