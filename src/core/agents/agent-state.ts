import type { Agent } from "./agent.ts"

/** An agent as they are now. */
export interface AgentState extends Agent {
  /** Conversations that they have. */
  open: number
  /** Whether a client of theirs is there, at any server. */
  connected: boolean
  /** Whether they are given new conversations. */
  available: boolean
}

/** Whether somebody is given conversations as far as it is theirs to say; whether there is room is another matter. */
export function isThere({
  presence,
  disabled,
  connected,
}: Pick<AgentState, "presence" | "disabled" | "connected">): boolean {
  return presence === "online" && connected && !disabled
}
