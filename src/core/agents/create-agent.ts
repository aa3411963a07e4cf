import type { AuditEntry } from "../audit.ts"
import { ChatdError } from "../errors.ts"
import type { Partner } from "../partner.ts"
import { checkedName } from "../partner-details.ts"
import type { NewAgent } from "./account.ts"
import { checkedCapacity, checkedEmail, checkedPassword } from "./account-details.ts"
import type { Agent, AgentRole } from "./agent.ts"

export interface NewAgentInput {
  email: string
  name: string
  /** Undefined: one is made up. */
  password?: string
  role?: AgentRole
  /** Undefined: what the partner has set. */
  capacity?: number
}

export interface CreateAgentPorts {
  hashPassword(password: string): Promise<string>
  /** Gives them the partner's next number and notes it, both or neither; undefined where somebody has the address. */
  store(agent: NewAgent, passwordHash: string, entry: AuditEntry, at: Date): Promise<Agent | undefined>
  /** Characters that nobody can guess. */
  random(length: number): string
  now(): Date
}

/** Bits enough, and still short enough to be typed from a sheet of paper. */
const MADE_UP_LENGTH = 16

/** A password for who was given none, to be shown once. */
export function madeUpPassword({ random }: Pick<CreateAgentPorts, "random">): string {
  return random(MADE_UP_LENGTH)
}

/**
 * Adds somebody who answers.
 *
 * @param actor who does it, for the audit log
 * @returns the password where it was made up: it is shown this once
 * @throws {ChatdError} `invalid_input` naming `email`, `name`, `password` or `capacity`; `conflict` where the address is taken
 */
export async function createAgent(
  ports: CreateAgentPorts,
  partner: Partner,
  input: NewAgentInput,
  actor: string,
): Promise<{ agent: Agent; password: string | undefined }> {
  const agent: NewAgent = {
    partnerId: partner.id,
    email: checkedEmail(input.email),
    name: checkedName(input.name),
    role: input.role ?? "agent",
    capacity: checkedCapacity(input.capacity ?? partner.settings.routing.capacity),
  }
  const madeUp = input.password === undefined ? madeUpPassword(ports) : undefined
  const password = madeUp ?? checkedPassword(input.password ?? "", [agent.email, agent.name])
  const { email, name, role, capacity } = agent
  const entry: AuditEntry = {
    partnerId: partner.id,
    actor,
    action: "agent_added",
    target: email,
    details: { name, role, capacity },
  }
  const stored = await ports.store(agent, await ports.hashPassword(password), entry, ports.now())
  if (!stored) throw new ChatdError("conflict", `${email} is an agent's address already.`, { field: "email" })
  return { agent: stored, password: madeUp }
}
