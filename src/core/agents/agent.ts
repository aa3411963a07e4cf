import type { Sender } from "../conversations/conversation.ts"

/** An admin may change settings and accounts besides. */
export type AgentRole = "admin" | "agent"

/** What an agent says of themselves. Only who is `online`, with a client connected, is given conversations. */
export type Presence = "online" | "away" | "offline"

/** Somebody who answers a partner's customers. */
export interface Agent {
  /** Ours; never shown. */
  id: number
  partnerId: string
  /** Counts the partner's agents from 1; in conversations they are `agent-2`. */
  number: number
  email: string
  /** As customers see it. */
  name: string
  role: AgentRole
  /** Conversations that they are given at a time. */
  capacity: number
  presence: Presence
  /** Whether their account is closed: they may do nothing, and what they said stays theirs. */
  disabled: boolean
  createdAt: Date
}

/** An agent as a conversation's log names them: `agent-2`. */
export function agentSender({ number }: Pick<Agent, "number">): Sender {
  return { kind: "agent", id: `agent-${number}` }
}
