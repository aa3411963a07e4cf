import type { Priority, SenderKind } from "../conversations/conversation.ts"
import type { Keeper } from "../conversations/transitions.ts"
import type { Choice } from "./choose-agent.ts"

/** What became of a conversation on its way to a person and back. */
export type RouteKind =
  | "queued"
  | "assigned"
  | "requeued"
  | "taken"
  | "transferred"
  | "handed_back"
  | "closed"
  | "reopened"
  | "prioritised"

/** Who did it. `system` is routing itself, or a clock; `operator` is the command line, or the partner's server. */
export interface Doer {
  kind: SenderKind | "operator"
  /** Of an agent. */
  number?: number | undefined
  name?: string | undefined
}

/** Why a conversation went where it went. It is stored with the move. */
export interface RouteReason {
  by: Doer
  /** Whose it was before. */
  from?: Keeper | undefined
  /** Whose it is now. */
  to?: Keeper | undefined
  /** Where routing chose: among whom, and what decided. */
  choice?: Choice | undefined
  /** How long a person had been wanted, in milliseconds: who goes back to the queue is not new in it. */
  waitedMs?: number | undefined
  /**
   * `gone`: no client of its agent was there for the grace time. `disabled`: their account is closed. `had_it`: it went to
   * whom it had. `not_there`: who had it is not there, or has no room. `nobody`: nobody had it. The others say why a person
   * was wanted, or a clock closed it.
   */
  cause?: string | undefined
  graceSeconds?: number | undefined
  priority?: { from: Priority; to: Priority } | undefined
}

export interface RouteDecision {
  conversationId: number
  /** Number of the event that says what was done. */
  seq: number
  /** Milliseconds since 1970. */
  at: number
  kind: RouteKind
  /** Whose it is then; undefined: nobody's. */
  agentNumber: number | undefined
  reason: RouteReason
}
