import type { AddEndpointPorts } from "./add-endpoint.ts"
import type { ChangeEndpointPorts } from "./change-endpoint.ts"
import type { Delivery } from "./delivery.ts"
import type { WebhookEndpoint } from "./endpoint.ts"
import type { RemoveEndpointPorts } from "./remove-endpoint.ts"
import type { ReplayPorts } from "./replay.ts"
import type { RotateSecretPorts } from "./rotate-secret.ts"
import type { TestEndpointPorts } from "./test-endpoint.ts"

/** How much an endpoint has yet to be told, and what was given up. */
export interface DeliveryCounts {
  waiting: number
  failed: number
}

/** An event for an endpoint, as admins look at it. */
export interface ListedDelivery extends Delivery {
  /** The number of the conversation or ticket; undefined where it is gone. */
  subjectNumber: number | undefined
}

export interface DeliveriesQuery {
  /** Those with a lower number. */
  before?: number | undefined
  /** Only those that have not been taken. */
  open?: boolean | undefined
  limit: number
}

/** What everybody needs who handles webhooks. */
export interface WebhookPorts
  extends AddEndpointPorts,
    ChangeEndpointPorts,
    RemoveEndpointPorts,
    RotateSecretPorts,
    ReplayPorts,
    TestEndpointPorts {
  /** By number. */
  listEndpoints(partnerId: string): Promise<WebhookEndpoint[]>
  countDeliveries(endpointIds: readonly number[]): Promise<ReadonlyMap<number, DeliveryCounts>>
  /** The newest first. */
  listDeliveries(endpoint: WebhookEndpoint, query: DeliveriesQuery): Promise<ListedDelivery[]>
}
