import type { Conversation } from "../../core/conversations/conversation.ts"
import type { Partner } from "../../core/partner.ts"
import type { DeskDependencies } from "./dependencies.ts"
import type { Names } from "./event-reply.ts"

/** The names of all who may have spoken in a conversation. */
export async function namesIn(
  { summaries, routing }: Pick<DeskDependencies, "summaries" | "routing">,
  partner: Partner,
  { customerId }: Conversation,
): Promise<Names> {
  const customers = await summaries.customers([customerId])
  const agents = new Map((await routing.agents(partner.id)).map(({ number, name }) => [number, name]))
  return {
    partner: partner.name,
    customer: (id) => customers.get(id)?.name,
    agent: (number) => agents.get(number),
  }
}
