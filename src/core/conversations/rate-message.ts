import type { StoredCustomer } from "../customers.ts"
import { ChatdError } from "../errors.ts"
import type { Partner } from "../partner.ts"
import { type RatingPorts, rateAnswer } from "../rate-answer.ts"
import type { AnswerNote, Conversation, ConversationEvent } from "./conversation.ts"
import { factName } from "./log.ts"
import { messageId } from "./message-id.ts"
import { answerNoteOf } from "./said-by-bot.ts"
import { customerSender } from "./senders.ts"
import type { ConversationStore } from "./store.ts"
import type { Together } from "./together.ts"

/** Messages before an answer among which its question is. */
const LOOK_BACK = 20

export interface RateMessagePorts {
  store: Pick<ConversationStore, "eventsAfter" | "messagesBefore">
  together: Together<RatingPorts>
  now(): Date
}

/**
 * Stores the customer's thumb for one of the bot's answers, once (S4); the same again is no fault.
 *
 * @throws {ChatdError} `not_found` where `seq` is no answer, `conflict` for a second opinion or for an answer that asks
 *   for none
 */
export async function rateMessage(
  ports: RateMessagePorts,
  partner: Partner,
  customer: StoredCustomer,
  conversation: Conversation,
  { seq, helpful }: { seq: number; helpful: boolean },
): Promise<void> {
  const { answer, note } = await requireAnswer(ports.store, conversation, seq)
  const earlier = await ports.store.messagesBefore(conversation.id, seq, LOOK_BACK)
  const question = earlier.findLast(({ sender }) => sender.kind === "customer")
  const sender = customerSender(customer)
  const rating = {
    partnerId: partner.id,
    sessionId: conversation.publicId,
    messageId: String(messageId(conversation.number, seq)),
    helpful,
    query: question?.text ?? "",
    response: answer.text ?? "",
    agentType: "chat",
    user: { agentId: String(customer.id), email: customer.email ?? "", fullName: customer.name ?? "" },
    confidence: note.confidence,
    sources: note.sources.map(({ title }) => title),
  }
  await ports.together(conversation.id, async ({ log, ...ratings }) => {
    await rateAnswer(ratings, rating, ports.now())
    const name = { sender, clientId: factName(`feedback ${seq}`) }
    await log.append(
      conversation.id,
      () => ({ events: [{ ...name, type: "feedback", data: { seq, helpful } }] }),
      name,
    )
  })
}

async function requireAnswer(
  store: RateMessagePorts["store"],
  conversation: Conversation,
  seq: number,
): Promise<{ answer: ConversationEvent; note: AnswerNote }> {
  const [event] = await store.eventsAfter(conversation.id, seq - 1, 1)
  const answer = event?.seq === seq && event.sender.kind === "bot" ? event : undefined
  const note = answer && answerNoteOf(answer)
  if (!answer || !note) throw new ChatdError("not_found", `Message ${seq} is no answer.`)
  if (note.feedback || note.escalation) return { answer, note }
  throw new ChatdError("conflict", "This message asks for no rating.")
}
