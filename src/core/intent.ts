/** What customers want; `question` is everything that the knowledge base is asked. */
export const INTENTS = [
  "booking",
  "human",
  "ticket_status",
  "account",
  "order",
  "smalltalk",
  "question",
] as const

export type IntentName = (typeof INTENTS)[number]

/** What a message names, as it can be looked up: digits as 0-9, without "#" and such. */
export interface IntentEntities {
  ticketNumbers: string[]
  orderIds: string[]
  emails: string[]
  phones: string[]
  /** `2026-12-24` where it is plain, else as written. */
  dates: string[]
}

/** What a customer's message is after. */
export interface Intent {
  name: IntentName
  /** Calibrated probability that it is that, 0..1. */
  confidence: number
  entities: IntentEntities
}
