import type { Conversation, ConversationEvent } from "../conversations/conversation.ts"
import type { ConversationStore } from "../conversations/store.ts"
import { ChatdError } from "../errors.ts"

/** Where an article comes from that an agent's reply became. */
export interface Provenance {
  /** Number of the conversation. */
  conversation: number
  questionSeq: number
  /** Undefined where the agent wrote it for the article alone. */
  answerSeq: number | undefined
  /** Who made it an article, as the audit log calls them. */
  by: string
}

export interface NewArticle {
  /** The same for the same reply. */
  id: string
  /** Undefined: what it is called already, else the question. */
  title: string | undefined
  /** Markdown. */
  body: string
  /** In the customer's words. */
  question: string
  provenance: Provenance
}

export interface AddArticlePorts {
  store: Pick<ConversationStore, "eventsAfter" | "messagesBefore">
  /**
   * Stores it in the partner's knowledge base, in place of one that the same reply or an agent's reply to the same
   * question has become before.
   */
  saveArticle(partnerId: string, article: NewArticle): Promise<SavedArticle>
}

export interface SavedArticle {
  articleId: string
  title: string
  /** False where one was changed. */
  added: boolean
}

export interface ArticleInput {
  questionSeq: number
  /** Unless given: the first message of an agent after the question. */
  answerSeq?: number | undefined
  title?: string | undefined
  question?: string | undefined
  /** Unless given: what the agent said. */
  answer?: string | undefined
}

/** Events after a question among which its answer is looked for. */
const MOST_BETWEEN = 500
/** Characters of an example question: what comes after says more than a search needs. */
const LONGEST_QUESTION = 500

/**
 * Makes an article of an agent's reply, with the customer's question as an example: the bot finds it from then on.
 *
 * @throws {ChatdError} `invalid_input` naming `questionSeq` or `answerSeq`
 */
export async function addArticle(
  ports: AddArticlePorts,
  conversation: Conversation,
  by: string,
  input: ArticleInput,
): Promise<SavedArticle> {
  const question = await messageAt(ports, conversation, input.questionSeq)
  if (question?.sender.kind !== "customer")
    throw invalid("questionSeq", `message ${input.questionSeq} is none of the customer's.`)
  const reply = await replyTo(ports, conversation, question, input.answerSeq)
  const body = (input.answer ?? reply?.text ?? "").trim()
  if (body === "")
    throw invalid("answerSeq", "no agent has answered this question; say it in `answer` or name the reply.")
  const { number, partnerId } = conversation
  return ports.saveArticle(partnerId, {
    id: `desk:${number}.${reply?.seq ?? question.seq}`,
    title: input.title?.trim(),
    body,
    question: (input.question ?? question.text ?? "").trim().slice(0, LONGEST_QUESTION),
    provenance: { conversation: number, questionSeq: question.seq, answerSeq: reply?.seq, by },
  })
}

async function replyTo(
  ports: AddArticlePorts,
  conversation: Conversation,
  question: ConversationEvent,
  answerSeq: number | undefined,
): Promise<ConversationEvent | undefined> {
  if (answerSeq === undefined) {
    const after = await ports.store.eventsAfter(conversation.id, question.seq, MOST_BETWEEN)
    return after.find(({ type, sender }) => type === "message" && sender.kind === "agent")
  }
  const reply = await messageAt(ports, conversation, answerSeq)
  if (reply?.sender.kind === "agent" && reply.seq > question.seq) return reply
  throw invalid("answerSeq", `message ${answerSeq} is no agent's reply to the question.`)
}

async function messageAt(
  { store }: AddArticlePorts,
  { id }: Conversation,
  seq: number,
): Promise<ConversationEvent | undefined> {
  const [message] = await store.messagesBefore(id, seq + 1, 1)
  return message?.seq === seq ? message : undefined
}

function invalid(field: string, sentence: string): ChatdError {
  return new ChatdError("invalid_input", `${field}: ${sentence}`, { field })
}
