import { agentReply } from "./agent-reply.ts"
import type { DeskCaller } from "./caller.ts"
import type { DeskDependencies } from "./dependencies.ts"
import type { Me } from "./protocol.ts"

export async function meReply(
  { routing, accounts }: Pick<DeskDependencies, "routing" | "accounts">,
  { partner, agent }: DeskCaller,
): Promise<Me> {
  const state = agent && (await routing.agent(partner.id, agent.number))
  const account = agent && (await accounts.accountOf(agent))
  return {
    agent: state ? agentReply(state) : null,
    partner: { id: partner.id, name: partner.name },
    secondFactor: account?.secondFactor?.inForce === true,
    settings: { maxMessageLength: partner.settings.limits.messageLength },
  }
}
