import type { AgentState } from "../../core/agents/agent-state.ts"
import type { DeskAgent } from "./protocol.ts"

/** An agent as the wire has them. */
export function agentReply(state: AgentState): DeskAgent {
  const { number, name, email, role, capacity, presence, connected, available, open, disabled } = state
  return { number, name, email, role, capacity, presence, connected, available, open, disabled }
}
