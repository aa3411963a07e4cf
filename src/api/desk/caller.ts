import type { Agent, AgentRole } from "../../core/agents/agent.ts"
import { ChatdError } from "../../core/errors.ts"
import type { Partner } from "../../core/partner.ts"
import { bearerToken } from "../../http/bearer.ts"

/** Who calls: an agent with a token of theirs, or the operator's command line, perhaps in an agent's name. */
export interface DeskCaller {
  partner: Partner
  agent: Agent | undefined
  role: AgentRole
  /** Undefined for the operator. */
  tokenId: string | undefined
  /** For the audit log: the agent's address, or `operator`. */
  actor: string
}

/** A caller that is some agent, or acts in their name. */
export type AgentCaller = DeskCaller & { agent: Agent }

export interface CallerPorts {
  /** Remembered for a second; undefined for what opens nothing any more. */
  callerOfToken(token: string): Promise<DeskCaller | undefined>
}

/** @throws {ChatdError} `unauthenticated` with what to do */
export function callerOf(ports: CallerPorts, request: Request): Promise<DeskCaller> {
  return requireCaller(ports, bearerToken(request))
}

/** @throws {ChatdError} `unauthenticated` with what to do */
export async function requireCaller(ports: CallerPorts, token: string | undefined): Promise<DeskCaller> {
  if (!token)
    throw new ChatdError(
      "unauthenticated",
      "A token is required, as Authorization: Bearer <token>; POST /api/desk/sign-in gives one.",
    )
  const caller = await ports.callerOfToken(token)
  if (caller) return caller
  throw new ChatdError("unauthenticated", "The token is not valid any more. Sign in again.")
}

/** @throws {ChatdError} `forbidden` */
export function requireAdmin(caller: DeskCaller): void {
  if (caller.role !== "admin") throw new ChatdError("forbidden", "Only an admin may do this.")
}

/** @throws {ChatdError} `forbidden` for whoever has signed in */
export function requireOperator(caller: DeskCaller): DeskCaller {
  if (caller.tokenId === undefined) return caller
  throw new ChatdError("forbidden", "Only the operator's command line may do this.")
}

/** @throws {ChatdError} `forbidden` where the operator acts in nobody's name */
export function requireAgent(caller: DeskCaller): AgentCaller {
  if (caller.agent) return { ...caller, agent: caller.agent }
  throw new ChatdError("forbidden", "Only an agent can do this: say in whose name, with --as.")
}
