import { z } from "zod"
import type { Operation } from "../../http/openapi/contract.ts"
import { changeAgentSchema, newAgentSchema } from "./agent-schemas.ts"
import { addedAgentSchema, agentSchema, agentsSchema } from "./reply-schemas.ts"

/** As the documents show an agent. */
export const GRACE = {
  number: 2,
  name: "Grace",
  email: "grace@acme.example",
  role: "agent",
  capacity: 5,
  presence: "online",
  connected: true,
  available: true,
  open: 1,
  disabled: false,
}
const NUMBER = { number: { description: "The agent's number.", schema: z.number().int(), example: 2 } }
const errors = {
  403: "Only an admin may do this.",
  404: "The partner has no such agent.",
  409: "Another agent has the address, or an admin would shut themselves out.",
}
const { 404: _, ...additionErrors } = errors

/** Those who answer. */
export const agentOperations: readonly Operation[] = [
  {
    method: "get",
    path: "/api/desk/agents",
    id: "listAgents",
    tag: "Agents",
    summary: "Those who answer",
    security: ["deskToken"],
    replies: {
      200: { description: "By their numbers.", schema: agentsSchema, examples: { one: { agents: [GRACE] } } },
    },
  },
  {
    method: "post",
    path: "/api/desk/agents",
    id: "addAgent",
    tag: "Agents",
    summary: "Add an agent (admins)",
    security: ["deskToken"],
    body: { schema: newAgentSchema, examples: { usual: { email: "grace@acme.example", name: "Grace" } } },
    replies: {
      201: {
        description: "They can sign in.",
        schema: addedAgentSchema,
        examples: { "made-up password": { agent: GRACE, password: "hT7mKq3vRw9cZx2B" } },
      },
    },
    errors: additionErrors,
  },
  {
    method: "patch",
    path: "/api/desk/agents/:number",
    id: "changeAgent",
    tag: "Agents",
    summary: "Change an agent (admins)",
    description: "Another password, or `disabled`, revokes all of their tokens.",
    security: ["deskToken"],
    params: NUMBER,
    body: { schema: changeAgentSchema, examples: { room: { capacity: 8 } } },
    replies: { 200: { description: "As they are now.", schema: agentSchema, examples: { grace: GRACE } } },
    errors,
  },
  {
    method: "delete",
    path: "/api/desk/agents/:number",
    id: "disableAgent",
    tag: "Agents",
    summary: "Close an agent's account (admins)",
    description: "What they said stays theirs. What they have goes back to the queue.",
    security: ["deskToken"],
    params: NUMBER,
    replies: { 204: { description: "They may do nothing any more." } },
    errors,
  },
]
