import type { AuditEntry } from "../audit.ts"
import { ChatdError } from "../errors.ts"
import { checkedName } from "../partner-details.ts"
import { checkedCapacity, checkedEmail, checkedPassword } from "./account-details.ts"
import type { Agent } from "./agent.ts"

export type AgentChanges = Partial<
  Pick<Agent, "email" | "name" | "role" | "capacity" | "presence" | "disabled">
>

export interface ChangeAgentInput extends AgentChanges {
  password?: string
}

/** What is written at once, or not at all. */
export interface AgentChange {
  changes: AgentChanges
  passwordHash: string | undefined
  /** Whether all their tokens end. */
  signsOut: boolean
  entry: AuditEntry | undefined
}

export interface ChangeAgentPorts {
  hashPassword(password: string): Promise<string>
  /** Undefined where they are gone; `taken` where another has the address. */
  save(agent: Agent, change: AgentChange, at: Date): Promise<Agent | "taken" | undefined>
  now(): Date
}

/** Who changes an agent: for the audit log, and so that nobody shuts themselves out. */
export interface Changing {
  actor: string
  /** Undefined: the operator. */
  agent: Agent | undefined
}

/**
 * Changes an agent. One who is disabled, or is given another password, is signed out everywhere; what a disabled one has
 * goes back to the queue with the next look at it.
 *
 * @throws {ChatdError} `invalid_input` naming the field; `conflict` where an admin would shut themselves out or the address
 * is taken; `not_found`
 */
export async function changeAgent(
  ports: ChangeAgentPorts,
  agent: Agent,
  { password, ...asked }: ChangeAgentInput,
  by: Changing,
): Promise<Agent> {
  const changes = checked(asked)
  if (by.agent?.id === agent.id && (changes.disabled || (changes.role && changes.role !== agent.role)))
    throw new ChatdError("conflict", "Nobody takes their own rights away: ask another admin.", {
      field: changes.disabled ? "disabled" : "role",
    })
  if (password !== undefined)
    checkedPassword(password, [changes.email ?? agent.email, changes.name ?? agent.name])
  const passwordHash = password === undefined ? undefined : await ports.hashPassword(password)
  const disables = changes.disabled === true && !agent.disabled
  const saved = await ports.save(
    agent,
    {
      changes: disables ? { ...changes, presence: "offline" } : changes,
      passwordHash,
      signsOut: disables || passwordHash !== undefined,
      entry: entryOf(agent, changes, passwordHash !== undefined, by),
    },
    ports.now(),
  )
  if (saved === "taken")
    throw new ChatdError("conflict", `${changes.email} is an agent's address already.`, { field: "email" })
  if (!saved) throw noAgent(agent.number)
  return saved
}

/** `not_found`, as it is told to whoever named an agent that there is none of. */
export function noAgent(number: number): ChatdError {
  return new ChatdError("not_found", `There is no agent ${number}.`)
}

function checked({ email, name, capacity, ...rest }: AgentChanges): AgentChanges {
  return {
    ...rest,
    ...(email !== undefined && { email: checkedEmail(email) }),
    ...(name !== undefined && { name: checkedName(name) }),
    ...(capacity !== undefined && { capacity: checkedCapacity(capacity) }),
  }
}

/** Presence comes and goes, and is no business of the log's. */
function entryOf(
  agent: Agent,
  { presence: _, ...changes }: AgentChanges,
  hasNewPassword: boolean,
  { actor }: Changing,
): AuditEntry | undefined {
  const before: Readonly<Record<string, unknown>> = { ...agent }
  const changed = Object.entries(changes).filter(([key, value]) => before[key] !== value)
  if (changed.length === 0 && !hasNewPassword) return undefined
  return {
    partnerId: agent.partnerId,
    actor,
    action: changes.disabled && !agent.disabled ? "agent_disabled" : "agent_changed",
    target: agent.email,
    details: {
      ...Object.fromEntries(changed.map(([key, value]) => [key, [before[key], value]])),
      ...(hasNewPassword && { password: "changed" }),
    },
  }
}
