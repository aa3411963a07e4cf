import type { SupportTicket } from "./ticket.ts"

/**
 * Who asks the bot, as far as an answer may need it. What it tells is the customer's own, whatever number or address they
 * know; each look-up is made only where it is needed.
 */
export interface Asker {
  /** Language tag of their browser, where it is known. */
  locale(): Promise<string | undefined>
  /** Their own ticket of that number, ours or Freshdesk's, or of that uuid. */
  ticket(name: string): Promise<SupportTicket | undefined>
  /** Their own tickets, the newest first. */
  tickets(limit: number): Promise<readonly SupportTicket[]>
  /** What an agent is called. */
  agentName(number: number): Promise<string>
}
