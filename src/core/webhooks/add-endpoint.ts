import { ChatdError } from "../errors.ts"
import {
  checkedDescription,
  checkedEvents,
  checkedUrl,
  MOST_ENDPOINTS,
  type WebhookEndpoint,
} from "./endpoint.ts"

export type NewEndpoint = Pick<WebhookEndpoint, "url" | "description" | "events">

export interface AddEndpointPorts {
  /** Whether http:// and private addresses are allowed. */
  allowPlain: boolean
  /** Undefined where the partner has `most` already. Stored with the audit log's entry. */
  insertEndpoint(
    partnerId: string,
    endpoint: NewEndpoint,
    secret: string,
    most: number,
    at: Date,
  ): Promise<WebhookEndpoint | undefined>
  newSecret(): string
  now(): Date
}

/**
 * Adds an endpoint, which is told of what happens from now on. Its secret is shown this once.
 *
 * @throws {ChatdError} `invalid_input` naming `url`, `events` or `description`, `conflict` where the partner has as many
 *   as it may
 */
export async function addEndpoint(
  ports: AddEndpointPorts,
  partnerId: string,
  input: { url: string; events?: readonly string[] | null | undefined; description?: string | undefined },
): Promise<{ endpoint: WebhookEndpoint; secret: string }> {
  const wanted: NewEndpoint = {
    url: checkedUrl(input.url, ports.allowPlain),
    events: checkedEvents(input.events),
    description: checkedDescription(input.description),
  }
  const secret = ports.newSecret()
  const endpoint = await ports.insertEndpoint(partnerId, wanted, secret, MOST_ENDPOINTS, ports.now())
  if (endpoint) return { endpoint, secret }
  throw new ChatdError("conflict", `There are ${MOST_ENDPOINTS} webhooks already. Remove one first.`)
}
