import { incomingRoutes } from "./api/incoming/routes.ts"
import type { Config } from "./config/schema.ts"
import type { TicketPorts } from "./core/tickets/together.ts"
import type { FreshdeskBack } from "./integrations/freshdesk/back.ts"
import { freshdeskBack } from "./jobs/freshdesk-back.ts"
import type { JobHandler } from "./jobs/outbox.ts"
import type { Logger } from "./log.ts"
import type { Database } from "./storage/database.ts"

export interface FreshdeskBackParts {
  config: Config
  database: Database
  log: Logger
  /** Undefined where Freshdesk is not configured. */
  client: FreshdeskBack | undefined
  tickets: TicketPorts
  /** Jobs were put in. */
  wake(): void
  addressOf(request: Request): string
}

/** What becomes of tickets in Freshdesk: told by its webhook, looked for now and then. */
export function openFreshdeskBack({ config, client, wake, addressOf, ...parts }: FreshdeskBackParts) {
  const { poll_seconds: seconds, webhook_secret: secret } = config.freshdesk
  const back = client && freshdeskBack({ ...parts, client })
  const looking = seconds > 0 ? back?.startLooking(seconds * 1000) : undefined
  const handlers: Record<string, JobHandler> = back?.handlers ?? {}
  const routes = incomingRoutes({
    freshdesk:
      back && secret
        ? {
            secret,
            async changed(ticketId: string) {
              await back.changed(ticketId)
              wake()
            },
          }
        : undefined,
    addressOf,
  })
  return { handlers, routes, stop: async () => looking?.stop() }
}
