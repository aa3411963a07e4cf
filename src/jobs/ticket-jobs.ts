import type { Config } from "../config/schema.ts"
import type { Ticket } from "../core/escalation.ts"
import type { Logger } from "../log.ts"
import type { TicketJobs } from "../storage/core-ports.ts"
import type { Database } from "../storage/database.ts"
import type { JobHandler } from "./outbox.ts"

export function ticketJobs(
  _database: Database,
  _config: Config,
  _log: Logger,
): Omit<TicketJobs, "wake"> & { handlers: Record<string, JobHandler> } {
  return {
    handlers: {},
    jobsFor: () => [],
    confirmationKey: (uuid) => `mail:${uuid}`,
    awaitExternalId: async (_ticket: Ticket) => undefined,
  }
}
