import { ChatdError } from "../errors.ts"
import type { Conversation, SenderKind } from "./conversation.ts"

/** A question that has waited longer than this for the bot's answer gets none any more: whoever was to give it is gone. */
export const ANSWERED_WITHIN_MS = 10 * 60_000

/** Milliseconds after which a customer's own word keeps the bot's session open no longer. */
export function unansweredMs(idleSeconds: number): number {
  return Math.max(idleSeconds * 1000, ANSWERED_WITHIN_MS)
}

/**
 * When a session ends by itself: so long after the last message, or after somebody was given it (S2); while the bot's answer is
 * awaited, not before that can no longer come. Undefined while it does not: whoever waits for a person, or for what that
 * person says, is not sent away by a clock.
 *
 * @param idleSeconds the partner's setting
 * @returns milliseconds since 1970
 */
export function sessionEndsAt(conversation: Conversation, idleSeconds: number): number | undefined {
  if (conversation.status === "closed") return undefined
  const { status, handler, lastFrom, lastMessageAt, createdAt, assignedAt = 0 } = conversation
  const waitsForPerson = handler === "person" && (status === "waiting" || lastFrom !== "agent")
  if (waitsForPerson) return undefined
  const idleMs = idleSeconds * 1000
  const quietMs = lastFrom === "customer" ? unansweredMs(idleSeconds) : idleMs
  return Math.max((lastMessageAt ?? createdAt) + quietMs, assignedAt + idleMs)
}

/** Whether the session goes on at a moment (milliseconds since 1970), which it does up to the one when it ends by itself. */
export function isLive(conversation: Conversation, idleSeconds: number, at: number): boolean {
  if (conversation.status === "closed") return false
  const endsAt = sessionEndsAt(conversation, idleSeconds)
  return endsAt === undefined || at < endsAt
}

/** What an agent can do about a session that has ended, at the desk. */
export const AGENTS_REMEDY = "Reopen it to go on."

/**
 * @param asker who wants to go on
 * @throws {ChatdError} `conflict` where the session has ended
 */
export function requireLive(
  conversation: Conversation,
  idleSeconds: number,
  at: number,
  asker: SenderKind = "customer",
): void {
  if (isLive(conversation, idleSeconds, at)) return
  const remedy = asker === "agent" ? AGENTS_REMEDY : "Start a new one to go on."
  throw new ChatdError("conflict", `This conversation has ended. ${remedy}`)
}
