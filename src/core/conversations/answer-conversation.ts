import type { Answer, Exchange } from "../answer.ts"
import type { Partner } from "../partner.ts"
import type { AnswerNote, Conversation, ConversationEvent, Sender } from "./conversation.ts"
import type { Decide, EventName } from "./log.ts"
import type { ConversationStore } from "./store.ts"
import { move } from "./transitions.ts"

/** Messages that a follow-up may lean on. */
const REMEMBERED = 20

const BOT: Sender = { kind: "bot", id: "bot" }

/** What is asked of somebody who was not answered. */
const TICKET_PROMPT = "Would you like to create a support ticket?"

/** What the bot calls its answer to a question: it is given once. */
export function answerName(questionSeq: number | ""): EventName {
  return { sender: BOT, clientId: `answer:${questionSeq}` }
}

export interface AnswerPorts {
  store: Pick<ConversationStore, "messagesBefore">
  answer(input: { partnerId: string; message: string; history: readonly Exchange[] }): Promise<Answer>
  /** In one transaction: what `decide` says, and the interaction for analytics where the answer was taken. */
  recordAnswer(recorded: RecordedAnswer): Promise<void>
}

export interface RecordedAnswer {
  conversation: Conversation
  question: string
  answer: Answer
  decide: Decide
  name: EventName
}

/**
 * Answers a customer's message as the bot. The answer is refused as stale where a person took over meanwhile, and is
 * given once however often this runs: it bears the question's number.
 */
export async function answerConversation(
  ports: AnswerPorts,
  partner: Partner,
  conversation: Conversation,
  question: ConversationEvent,
): Promise<void> {
  const text = question.text ?? ""
  const earlier = await ports.store.messagesBefore(conversation.id, question.seq, REMEMBERED)
  const answer = await ports.answer({ partnerId: partner.id, message: text, history: exchanges(earlier) })
  const name = answerName(question.seq)
  const decide: Decide = (now) => {
    if (now.status === "closed" || now.handler !== "bot") return { events: [] }
    const moved = move(now, "answered", BOT)
    const message = {
      ...name,
      type: "message",
      text: answer.text,
      data: { senderName: partner.name, answer: noteOf(answer) },
    } as const
    return moved ? { events: [message, moved.event], change: moved.change } : { events: [message] }
  }
  await ports.recordAnswer({ conversation, question: text, answer, decide, name })
}

/** A thumb is asked for where the bot was sure, a ticket offered where it was not: never both (S4). */
function noteOf({ confidence, sources, escalation, composedBy }: Answer): AnswerNote {
  const shown = sources.map(({ title, url }) => ({ title, ...(url && { url }) }))
  if (escalation) {
    return {
      confidence,
      sources: [],
      feedback: false,
      escalation: { reason: escalation, prompt: TICKET_PROMPT },
    }
  }
  return { confidence, sources: shown, feedback: composedBy !== "smalltalk", escalation: null }
}

/** Messages as questions with their answers. */
function exchanges(messages: readonly ConversationEvent[]): Exchange[] {
  const found: Exchange[] = []
  let question: string | undefined
  for (const { sender, text = "" } of messages) {
    if (sender.kind === "customer") question = text
    else if (question !== undefined) {
      found.push({ question, answer: text })
      question = undefined
    }
  }
  return found
}
