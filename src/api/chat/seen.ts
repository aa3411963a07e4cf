import type { Conversation } from "../../core/conversations/conversation.ts"

/**
 * The number of the last event that a client has. Nobody has seen what is yet to come: a client that says so remembers a server
 * whose newest words a backup did not hold, and would wait for numbers that are given anew.
 */
export function seenOf({ lastSeq }: Pick<Conversation, "lastSeq">, claimed: number): number {
  return Math.min(claimed, lastSeq)
}
