import type { Conversation } from "../core/conversations/conversation.ts"
import { agentName } from "../core/conversations/senders.ts"
import type { Asker } from "../core/tickets/asker.ts"
import type { Database } from "./database.ts"
import { agentByNumber } from "./repositories/agents.ts"
import { customerById } from "./repositories/customers.ts"
import { customerTicket, ticketsOfCustomer } from "./repositories/tickets.ts"

/** Who asks in a conversation. Everything is looked up under the customer's own row. */
export function askerOf({ db }: Database, { partnerId, customerId }: Conversation): Asker {
  return {
    locale: async () => (await customerById(db, customerId))?.locale,
    ticket: (name) => customerTicket(db, customerId, name),
    tickets: (limit) => ticketsOfCustomer(db, customerId, limit),
    agentName: async (number) => agentName(number, (await agentByNumber(db, partnerId, number))?.name),
  }
}
