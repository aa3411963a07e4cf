import type { Subject } from "../../core/webhooks/delivery.ts"
import type { WebhookEventType } from "../../core/webhooks/event-types.ts"
import type { Db } from "../database.ts"

/** Something that happened, and what it is to partners. */
export interface Happened {
  partnerId: string
  subjectId: number
  /** Rises by one within its conversation or ticket. */
  seq: number
  at: number
  /** Puts what is found together in an order. */
  id: number
  types: readonly WebhookEventType[]
}

/** Where it is written: the events of conversations, or the changes of tickets. */
export interface Log {
  subject: Subject
  /** What happened to one after `afterSeq`, and not before `since`, by number. */
  of(trx: Db, subjectId: number, afterSeq: number, since: number): Promise<Happened[]>
}
