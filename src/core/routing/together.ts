import type { AgentState } from "../agents/agent-state.ts"
import type { Conversation } from "../conversations/conversation.ts"
import type { Decision } from "../conversations/log.ts"
import type { Candidate } from "./choose-agent.ts"
import type { RouteDecision } from "./decision.ts"

/**
 * A transaction in which nobody else hands out the partner's conversations: two at once would both see the same room.
 * It may run again after it was taken back.
 */
export type RouteTogether = <T>(partnerId: string, work: (within: RouteWork) => Promise<T>) => Promise<T>

export interface RouteWork {
  /** Milliseconds since 1970. */
  readonly at: number
  /** By its number. */
  conversation(number: number): Promise<Conversation | undefined>
  /** By their number; they stay as they are until the end of the transaction. */
  agent(number: number): Promise<AgentState | undefined>
  /** Who is there, with room or without; they stay so until the end of the transaction. */
  candidates(): Promise<Candidate[]>
  /** Who waits for a person: the most urgent first, then who has waited longest. */
  queue(limit: number): Promise<Conversation[]>
  /** Of conversations that wait: who put them into the queue, by conversation, where an agent did. */
  givenAway(conversationIds: readonly number[]): Promise<ReadonlyMap<number, number>>
  /** Conversations whose agents have not been there for so long, or are disabled. */
  abandoned(graceSeconds: number, limit: number): Promise<Abandoned[]>
  /**
   * Writes each conversation's move with its decision. What was decided is looked at once more on the conversation as it is
   * when it is held; where nothing is returned then, nothing is written.
   *
   * @returns the conversations as they are then, in the order of the moves; undefined where nothing was written
   * @throws what `decide` throws
   */
  write(moves: readonly RouteMove[]): Promise<(Conversation | undefined)[]>
}

export interface Abandoned {
  conversation: Conversation
  cause: "gone" | "disabled"
}

export interface RouteMove {
  conversationId: number
  decide(now: Conversation, at: number): RoutedDecision | undefined
}

/** What is written to the log, and why. */
export interface RoutedDecision extends Decision {
  /** One for each of the last events, in their order. */
  routes: readonly Pick<RouteDecision, "kind" | "agentNumber" | "reason">[]
}
