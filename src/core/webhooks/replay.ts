import { ChatdError } from "../errors.ts"
import { noSuchEndpoint, type WebhookEndpoint } from "./endpoint.ts"

/** Which events are sent again; one of them at least is given. */
export interface ReplayRange {
  /** What happened then or later. */
  since?: Date | undefined
  /** From this number on. */
  from?: number | undefined
  /** Of this conversation of the partner's, by its number. */
  conversation?: number | undefined
  /** Only what was given up. */
  failed?: boolean | undefined
}

export interface ReplayPorts {
  endpointByNumber(partnerId: string, number: number): Promise<WebhookEndpoint | undefined>
  /** @returns how many; stored with the audit log's entry */
  replayDeliveries(endpoint: WebhookEndpoint, range: ReplayRange, at: Date): Promise<number>
  now(): Date
}

/**
 * Sends events of the last thirty days again, under their old ids and numbers, each conversation's in their order.
 *
 * @throws {ChatdError} `not_found`, `invalid_input` where nothing says which, `conflict` where nothing is sent to the
 *   endpoint
 */
export async function replay(
  ports: ReplayPorts,
  partnerId: string,
  number: number,
  range: ReplayRange,
): Promise<{ replayed: number }> {
  if (Object.values(range).every((one) => one === undefined || one === false))
    throw new ChatdError(
      "invalid_input",
      "Say which events: since a time, from a number on, of a conversation, or those that failed.",
      { field: "since" },
    )
  const endpoint = await ports.endpointByNumber(partnerId, number)
  if (!endpoint) throw noSuchEndpoint(number)
  if (endpoint.status !== "active")
    throw new ChatdError("conflict", `Webhook ${number} is ${endpoint.status}. Resume it first.`)
  return { replayed: await ports.replayDeliveries(endpoint, range, ports.now()) }
}
