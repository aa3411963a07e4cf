import type { Exchange } from "./answer.ts"
import type { Conversation } from "./conversations/conversation.ts"
import { exchanges } from "./conversations/exchanges.ts"
import type { ConversationStore } from "./conversations/store.ts"
import { ChatdError } from "./errors.ts"

/** What an agent may say, in the knowledge base's own words. */
export interface SuggestedReply {
  /** Markdown. */
  text: string
  /** Calibrated probability that it answers the question, 0..1. */
  confidence: number
  sources: { title: string; url?: string }[]
}

export interface SuggestPorts {
  store: Pick<ConversationStore, "messagesBefore">
  /** The best first, sure or not. */
  suggest(asking: {
    partnerId: string
    message: string
    history: readonly Exchange[]
  }): Promise<SuggestedReply[]>
}

/** Messages that a follow-up may lean on. */
const REMEMBERED = 20

/**
 * What the knowledge base says to the customer's last message, or to the one of that number: also where the bot would not
 * dare. What was said before takes part as in the bot's own answers.
 *
 * @throws {ChatdError} `invalid_input` naming `seq` where the customer said nothing there
 */
export async function suggestReplies(
  { store, suggest }: SuggestPorts,
  conversation: Conversation,
  seq?: number,
): Promise<{ question: string | null; suggestions: SuggestedReply[] }> {
  const before = (seq ?? conversation.lastSeq) + 1
  const messages = await store.messagesBefore(conversation.id, before, REMEMBERED)
  const place = messages.findLastIndex(({ sender }) => sender.kind === "customer")
  const question = messages[place]
  if (seq !== undefined && question?.seq !== seq)
    throw new ChatdError("invalid_input", `seq: message ${seq} is none of the customer's.`, { field: "seq" })
  if (!question?.text) return { question: null, suggestions: [] }
  const history = exchanges(messages.slice(0, place))
  const asking = { partnerId: conversation.partnerId, message: question.text, history }
  return { question: question.text, suggestions: await suggest(asking) }
}
