import type { Agent } from "./agent.ts"

/** An agent's account: what they sign in with. */
export interface Account {
  agent: Agent
  /** Undefined: nobody can sign in with it yet. */
  passwordHash: string | undefined
  secondFactor: SecondFactor | undefined
}

export interface SecondFactor {
  secret: string
  /** False between the moment it is shown and the first code from it. */
  inForce: boolean
}

/** A way in that an agent has opened: a console, a script. */
export interface AgentToken {
  id: string
  label: string
  createdAt: Date
  /** To the hour. */
  lastUsedAt: Date | undefined
  expiresAt: Date
}

export type NewAgent = Pick<Agent, "partnerId" | "email" | "name" | "role" | "capacity">
