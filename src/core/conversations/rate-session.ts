import type { StoredCustomer } from "../customers.ts"
import { ChatdError } from "../errors.ts"
import { type ConversationLog, factName } from "./log.ts"
import { customerSender } from "./senders.ts"

export interface SessionRating {
  /** 1 (bad) to 5 (good). */
  score: number
  comment?: string | undefined
}

/**
 * Notes how the whole session was for the customer, once, also after its end. The same score again is no fault.
 *
 * @throws {ChatdError} `conflict` for another score
 */
export async function rateSession(
  log: ConversationLog,
  conversationId: number,
  customer: StoredCustomer,
  { score, comment }: SessionRating,
): Promise<void> {
  const name = { sender: customerSender(customer), clientId: factName("rating") }
  const data = { score, ...(comment && { comment }) }
  const { events } = await log.append(
    conversationId,
    () => ({ events: [{ ...name, type: "rating", data }] }),
    name,
  )
  if (events[0]?.data?.score !== score) {
    throw new ChatdError("conflict", "This session has been rated already.")
  }
}
