import { agentReply } from "./agent-reply.ts"
import type { DeskCaller } from "./caller.ts"
import type { DeskDependencies } from "./dependencies.ts"
import type { Me } from "./protocol.ts"

export async function meReply(
  { routing, accounts }: Pick<DeskDependencies, "routing" | "accounts">,
  { partner, agent }: DeskCaller,
): Promise<Me> {
  const state = agent && (await routing.agent(partner.id, agent.number))
  return {
    agent: state ? agentReply(state) : null,
    partner: { id: partner.id, name: partner.name },
    secondFactor: agent ? await accounts.hasSecondFactor(agent) : false,
    settings: { maxMessageLength: partner.settings.limits.messageLength },
  }
}
