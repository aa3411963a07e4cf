import { type Agent, agentSender } from "../agents/agent.ts"
import type { Sender } from "../conversations/conversation.ts"
import { agentNumber, customerSender, SYSTEM } from "../conversations/senders.ts"
import type { StoredCustomer } from "../customers.ts"

/** Who does something to a ticket. */
export interface TicketActor {
  /** As its changes say. */
  id: string
  /** As its conversation's log says. */
  sender: Sender
  /** As a customer reads it, where it is no customer. */
  name?: string
}

/** An agent, by the name that they have now. */
export function agentActor(agent: Pick<Agent, "number" | "name">): TicketActor {
  const sender = agentSender(agent)
  return { id: sender.id, sender, name: agent.name }
}

/** Whoever asked, whether it is known who they are or not. */
export function requesterActor(customer: Pick<StoredCustomer, "externalId"> | undefined): TicketActor {
  return { id: "customer", sender: customer ? customerSender(customer) : SYSTEM }
}

/** As a change says who it was: agents are called what they are called now, others what they were called then. */
export function changeActor({ id, name }: TicketActor): { actor: string; actorName?: string } {
  return { actor: id, ...(name !== undefined && agentNumber(id) === undefined && { actorName: name }) }
}

/** Whoever runs the server, at its command line. */
export const OPERATOR_ACTOR: TicketActor = { id: "operator", sender: { kind: "agent", id: "agent" } }

/** Another system, such as `freshdesk`, or `system` itself. @param name of the person who did it there */
export function systemActor(id: string, name?: string): TicketActor {
  return { id, sender: name === undefined ? SYSTEM : { kind: "agent", id: "agent" }, ...(name && { name }) }
}
