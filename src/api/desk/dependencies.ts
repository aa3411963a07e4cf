import type { Config } from "../../config/schema.ts"
import type { Agent } from "../../core/agents/agent.ts"
import type { AgentState } from "../../core/agents/agent-state.ts"
import type { SignInPorts } from "../../core/agents/sign-in.ts"
import type { Conversation } from "../../core/conversations/conversation.ts"
import type { ConversationLog } from "../../core/conversations/log.ts"
import type { ConversationStore } from "../../core/conversations/store.ts"
import type { RoutePorts } from "../../core/routing/acting.ts"
import type { MessageLimits } from "../../http/message-limits.ts"
import type { Hub } from "../../realtime/hub.ts"
import type { CallerPorts } from "./caller.ts"
import type { DataPorts } from "./data-ports.ts"
import type { DeskWatch } from "./desk-watch.ts"

/** What the desk's routes and sockets are made of. */
export interface DeskDependencies {
  config: Config
  callers: CallerPorts
  accounts: AccountPorts
  routing: DeskRouting
  data: DataPorts
  watch: DeskWatch
  log: ConversationLog
  store: ConversationStore
  hub: Hub
  limits: MessageLimits
  addressOf(request: Request): string
  onFault(error: unknown): void
}

export interface AccountPorts {
  signIn: SignInPorts
  hasSecondFactor(agent: Agent): Promise<boolean>
}

/** Who is there, who waits, and who is given what. */
export interface DeskRouting {
  /** For the verbs that move conversations. */
  ports: RoutePorts
  /** Something has changed of which an assignment may come: an agent's presence, capacity or account. */
  wake(partnerId: string): void
  /** A client of the agent's is there. @returns to be called once when it is gone */
  connected(agent: Agent): () => void
  /** Told whenever an agent's client comes or the last one goes, here. @returns ends it */
  onConnections(listener: (partnerId: string) => void): () => void
  agents(partnerId: string): Promise<AgentState[]>
  agent(partnerId: string, number: number): Promise<AgentState | undefined>
  /** Who waits for a person, in their order. */
  queue(partnerId: string, limit: number): Promise<Conversation[]>
  queueTotals(partnerId: string): Promise<{ waiting: number; oldest: number | undefined }>
  /** From 1; undefined outside the queue. */
  placeOf(conversation: Conversation): Promise<number | undefined>
}
