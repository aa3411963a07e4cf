import type { Selectable } from "kysely"
import type { Delivery, DeliveryState, Subject } from "../../core/webhooks/delivery.ts"
import type { EndpointReason, EndpointStatus, WebhookEndpoint } from "../../core/webhooks/endpoint.ts"
import type { WebhookEventType } from "../../core/webhooks/event-types.ts"
import type { WebhookDeliveryTable, WebhookEndpointTable } from "../schema.ts"

export type EndpointRow = Selectable<WebhookEndpointTable>
export type DeliveryRow = Selectable<WebhookDeliveryTable>

export function endpointOf(row: EndpointRow): WebhookEndpoint {
  return {
    id: row.id,
    partnerId: row.partner_id,
    number: row.number,
    url: row.url,
    description: row.description ?? undefined,
    events: row.events === null ? undefined : JSON.parse(row.events),
    status: row.status as EndpointStatus,
    reason: (row.reason as EndpointReason | null) ?? undefined,
    statusAt: row.status_at,
    lastNumber: row.last_number,
    lastSuccessAt: row.last_success_at ?? undefined,
    lastError: row.last_error ?? undefined,
    createdAt: row.created_at,
  }
}

export function deliveryOf(row: DeliveryRow): Delivery {
  return {
    id: row.id,
    endpointId: row.endpoint_id,
    number: row.number,
    type: row.type as WebhookEventType,
    subject: row.subject as Subject,
    subjectId: row.subject_id,
    seq: row.seq,
    state: row.state as DeliveryState,
    attempts: row.attempts,
    firstTriedAt: row.first_tried_at ?? undefined,
    nextAt: row.next_at,
    at: row.at,
    deliveredAt: row.delivered_at ?? undefined,
    lastError: row.last_error ?? undefined,
  }
}
