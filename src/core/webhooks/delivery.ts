import type { WebhookEventType } from "./event-types.ts"

/** What an event is of: events keep their order within it. */
export type Subject = "conversation" | "ticket"

/**
 * `behind`: an earlier one of the same conversation or ticket comes first. `due`: it is its turn, perhaps after a pause.
 * `failed`: given up, and left for a replay.
 */
export type DeliveryState = "behind" | "due" | "delivered" | "failed"

/** One event for one endpoint. It holds nothing of what was said: that is read from the log when it is sent. */
export interface Delivery {
  /** Ours; never shown. */
  id: number
  endpointId: number
  /** Counts the endpoint's events, without gaps. */
  number: number
  type: WebhookEventType
  subject: Subject
  subjectId: number
  /** Of the event within its conversation, or of the change within its ticket. */
  seq: number
  state: DeliveryState
  attempts: number
  /** When the first of these attempts was made. */
  firstTriedAt: number | undefined
  nextAt: number
  /** When it happened. */
  at: number
  deliveredAt: number | undefined
  /** Of the last attempt: what the other side answered, or that it did not, in our words. */
  lastError: string | undefined
}
