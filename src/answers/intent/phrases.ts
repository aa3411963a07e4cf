import type { IntentName } from "../../core/intent.ts"
import { ACCOUNT } from "./phrases/account.ts"
import { BOOKING } from "./phrases/booking.ts"
import { HUMAN } from "./phrases/human.ts"
import { ORDER } from "./phrases/order.ts"
import { QUESTION } from "./phrases/question.ts"
import { SMALLTALK } from "./phrases/smalltalk.ts"
import { TICKET_STATUS } from "./phrases/ticket-status.ts"

/**
 * What customers say when they want each of these: what the classifier learns from, and what `chatd intent test` compares
 * with. A partner's own examples come on top. test/fixtures/intent-sentences.jsonl has other sentences, which nothing is
 * learned from; a test holds these apart. After a change: bun scripts/learn-intents.ts
 */
export const PHRASES: Readonly<Record<IntentName, readonly string[]>> = {
  booking: BOOKING,
  human: HUMAN,
  ticket_status: TICKET_STATUS,
  account: ACCOUNT,
  order: ORDER,
  smalltalk: SMALLTALK,
  question: QUESTION,
}
