import { Elysia } from "elysia"
import type { Agent } from "../../../core/agents/agent.ts"
import { changeAgent, noAgent } from "../../../core/agents/change-agent.ts"
import { createAgent } from "../../../core/agents/create-agent.ts"
import { ChatdError } from "../../../core/errors.ts"
import { validate } from "../../../http/validate.ts"
import { agentReply } from "../agent-reply.ts"
import { changeAgentSchema, newAgentSchema } from "../agent-schemas.ts"
import type { DeskCaller } from "../caller.ts"
import type { DeskDependencies } from "../dependencies.ts"
import type { DeskAgent } from "../protocol.ts"
import { calls } from "./call.ts"

/** Who answers. */
export function agentRoutes(dependencies: DeskDependencies) {
  const { accounts, routing } = dependencies
  const { bodyOf, enter, enterAsAdmin } = calls(dependencies)
  const shown = async ({ partnerId, number }: Agent): Promise<DeskAgent> => {
    const state = await routing.agent(partnerId, number)
    if (state) return agentReply(state)
    throw noAgent(number)
  }
  const find = async ({ partner }: DeskCaller, number: string): Promise<Agent> => {
    const agent = /^\d{1,15}$/.test(number) && (await routing.agent(partner.id, Number(number)))
    if (agent) return agent
    throw new ChatdError("not_found", `There is no agent ${number}.`)
  }

  return new Elysia({ name: "desk-agents", strictPath: true })
    .get("/api/desk/agents", async ({ request }) => {
      const { partner } = await enter(request)
      return { agents: (await routing.agents(partner.id)).map(agentReply) }
    })
    .post(
      "/api/desk/agents",
      async ({ request, set }) => {
        const { partner, actor } = await enterAsAdmin(request)
        const input = validate(newAgentSchema, await bodyOf(request))
        const { agent, password } = await createAgent(accounts.create, partner, input, actor)
        await accounts.changed(partner.id)
        set.status = 201
        set.headers["cache-control"] = "no-store"
        return { agent: await shown(agent), ...(password !== undefined && { password }) }
      },
      { parse: "none" },
    )
    .patch(
      "/api/desk/agents/:number",
      async ({ request, params }) => {
        const caller = await enterAsAdmin(request)
        const agent = await find(caller, params.number)
        const changes = validate(changeAgentSchema, await bodyOf(request))
        const changed = await changeAgent(accounts.change, agent, changes, caller)
        await accounts.changed(caller.partner.id)
        return shown(changed)
      },
      { parse: "none" },
    )
    .delete("/api/desk/agents/:number", async ({ request, params, set }) => {
      const caller = await enterAsAdmin(request)
      const agent = await find(caller, params.number)
      await changeAgent(accounts.change, agent, { disabled: true }, caller)
      await accounts.changed(caller.partner.id)
      set.status = 204
    })
}
