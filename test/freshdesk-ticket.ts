import type { SignedInAgent } from "./desk-agents.ts"
import { until } from "./wait.ts"

/** Opens a ticket, and waits until Freshdesk has it as well; with its number there. */
export async function ticketInFreshdesk(agent: SignedInAgent): Promise<{ number: number; there: number }> {
  const { json } = await agent.call("POST", "/tickets", {
    clientId: crypto.randomUUID(),
    description: "The kettle leaks",
    requester: { name: "Ada", email: "ada@example.com" },
  })
  const { number } = json.ticket
  const there = await until("it is in Freshdesk", async () => {
    const shown = await agent.call("GET", `/tickets/${number}`)
    return shown.json.ticket.external?.id
  })
  return { number, there: Number(there) }
}
