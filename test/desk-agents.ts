import type { Agent } from "../src/core/agents/agent.ts"
import { createAgent, type NewAgentInput } from "../src/core/agents/create-agent.ts"
import type { Partner } from "../src/core/partner.ts"
import { Passwords } from "../src/identity/passwords.ts"
import { createAgentPorts } from "../src/storage/account-ports.ts"
import type { Database } from "../src/storage/database.ts"
import type { Desk, Reply } from "./desk.ts"

export const PASSWORD = "correct horse battery"

/** An agent as `chatd agent add` makes one, with the password above. */
export async function addAgent(
  database: Database,
  partner: Partner,
  input: Partial<NewAgentInput> = {},
): Promise<Agent> {
  const passwords = new Passwords()
  const ports = { ...createAgentPorts(database), hashPassword: (one: string) => passwords.hash(one) }
  const named = { email: "ada@acme.example", name: "Ada", password: PASSWORD, ...input }
  return (await createAgent(ports, partner, named, "operator")).agent
}

export interface SignedInAgent {
  agent: Agent
  token: string
  tokenId: string
  /** A call with their token. */
  call(method: string, path: string, body?: unknown): Promise<Reply>
}

/** Adds an agent to a desk that is served, and signs them in through its API. */
export async function signedInAgent(
  desk: Desk,
  input: Partial<NewAgentInput> = {},
  partner: Partner = desk.partner,
): Promise<SignedInAgent> {
  const agent = await desk.withDatabase((database) => addAgent(database, partner, input))
  const { json } = await desk.send("POST", "/api/desk/sign-in", {
    body: { email: agent.email, password: input.password ?? PASSWORD, partner: partner.id },
  })
  return {
    agent,
    token: json.token,
    tokenId: json.tokenId,
    call: (method, path, body) =>
      desk.send(method, `/api/desk${path}`, {
        headers: { authorization: `Bearer ${json.token}` },
        ...(body !== undefined && { body }),
      }),
  }
}
