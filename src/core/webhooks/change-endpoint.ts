import { ChatdError } from "../errors.ts"
import {
  checkedDescription,
  checkedEvents,
  checkedUrl,
  noSuchEndpoint,
  type WebhookEndpoint,
} from "./endpoint.ts"

export type EndpointChanges = Partial<
  Pick<WebhookEndpoint, "url" | "description" | "events" | "status" | "reason">
>

export interface ChangeEndpointPorts {
  allowPlain: boolean
  endpointByNumber(partnerId: string, number: number): Promise<WebhookEndpoint | undefined>
  /**
   * Stored with the audit log's entry. What was not taken while the endpoint was not active is tried anew once it is;
   * one that was off is told of what happens from then on.
   */
  updateEndpoint(
    endpoint: WebhookEndpoint,
    changes: EndpointChanges,
    at: Date,
  ): Promise<WebhookEndpoint | undefined>
  now(): Date
}

/**
 * Changes where an endpoint is, what it is told of, or whether it is told at all.
 *
 * @throws {ChatdError} `not_found`, `invalid_input` naming what is wrong
 */
export async function changeEndpoint(
  ports: ChangeEndpointPorts,
  partnerId: string,
  number: number,
  input: {
    url?: string | undefined
    /** Null: all. */
    events?: readonly string[] | null | undefined
    description?: string | null | undefined
    status?: "active" | "paused" | undefined
  },
): Promise<WebhookEndpoint> {
  const endpoint = await ports.endpointByNumber(partnerId, number)
  if (!endpoint) throw noSuchEndpoint(number)
  const changes: EndpointChanges = {
    ...(input.url !== undefined && { url: checkedUrl(input.url, ports.allowPlain) }),
    ...(input.events !== undefined && { events: checkedEvents(input.events) }),
    ...(input.description !== undefined && { description: checkedDescription(input.description) }),
    ...(input.status === "active" && { status: "active", reason: undefined }),
    ...(input.status === "paused" && { status: "paused", reason: "by_admin" }),
  }
  if (Object.keys(changes).length === 0)
    throw new ChatdError(
      "invalid_input",
      "There is nothing to change: send url, events, description or status.",
      { field: "body" },
    )
  const changed = await ports.updateEndpoint(endpoint, changes, ports.now())
  if (changed) return changed
  throw noSuchEndpoint(number)
}
