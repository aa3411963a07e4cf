import type { AgentState } from "../../../src/core/agents/agent-state.ts"

/** An agent as scripts read them: the desk API's form. */
export function shownAgent(state: AgentState) {
  const { number, name, email, role, capacity, presence, connected, available, open, disabled } = state
  return { number, name, email, role, capacity, presence, connected, available, open, disabled }
}
