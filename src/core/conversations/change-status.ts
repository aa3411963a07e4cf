import type { Sender, StatusReason } from "./conversation.ts"
import type { Appended, ConversationLog } from "./log.ts"
import { SYSTEM } from "./senders.ts"
import { isLive } from "./session.ts"
import { move } from "./transitions.ts"

/** Moves a conversation to another status or hand; nothing is written where it is there already or cannot go there. */
export function changeStatus(
  log: ConversationLog,
  conversationId: number,
  reason: StatusReason,
  sender: Sender,
): Promise<Appended> {
  return log.append(conversationId, (conversation, at) => {
    const moved = move(conversation, reason, { sender, at })
    return moved ? { events: [moved.event], change: moved.change } : { events: [] }
  })
}

/** Ends a session whose time is over; one in which something was said meanwhile goes on. */
export function endIdle(
  log: ConversationLog,
  conversationId: number,
  idleSeconds: number,
): Promise<Appended> {
  return log.append(conversationId, (conversation, at) => {
    if (isLive(conversation, idleSeconds, at)) return { events: [] }
    const moved = move(conversation, "timeout", { sender: SYSTEM, at })
    return moved ? { events: [moved.event], change: moved.change } : { events: [] }
  })
}
