import type { Answer } from "../core/answer.ts"
import type { Asker } from "../core/tickets/asker.ts"
import type { Classified } from "./intent/classify.ts"
import { ticketStatus } from "./intent/ticket-status.ts"
import type { Llm } from "./llm.ts"
import { withoutSearch } from "./without-search.ts"

/** What is stored of the customer's own tickets. */
export async function aboutTickets(
  llm: Llm | undefined,
  asker: Asker,
  message: string,
  intent: Classified,
): Promise<Answer> {
  const { text, facts } = await ticketStatus(asker, message, intent.entities.ticketNumbers, new Date())
  const told = facts.length > 0 ? await llm?.tell(message, text, facts) : undefined
  return {
    ...withoutSearch(told ?? text, undefined, intent),
    composedBy: "tickets",
    degraded: llm !== undefined && facts.length > 0 && told === undefined,
  }
}
